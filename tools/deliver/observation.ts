import type { GitHubDeployment, Incident, SandboxClient, SiteDeploy } from './sandboxClient';

export interface Site {
	readonly id: string;
	readonly name: string;
	readonly url: string;
}

/** The clouds at one moment, as far as one repository's site is concerned. */
export interface Observation {
	/** What a visitor of the site gets. */
	readonly live: { readonly commit: string; readonly deployId: string; readonly pageStatus: number };
	readonly deploys: readonly SiteDeploy[];
	readonly deployments: readonly GitHubDeployment[];
	readonly incidents: readonly Incident[];
}

export async function observe(sandbox: SandboxClient, repository: string, site: Site): Promise<Observation> {
	const [live, deploys, deployments, incidents] = await Promise.all([
		sandbox.live(site.url),
		sandbox.deploys(site.id),
		sandbox.deployments(repository),
		sandbox.incidents(),
	]);
	return { live, deploys, deployments, incidents };
}

export const shortCommit = (commit: string): string => commit.slice(0, 7) || 'nothing';

/** What changed between two observations, one sentence each, for the terminal. */
export function describeChanges(before: Observation, after: Observation): string[] {
	const lines: string[] = [];
	for (const deploy of [...after.deploys].reverse()) {
		const known = before.deploys.find(({ id }) => id === deploy.id);
		if (known?.state === deploy.state) continue;
		const why = deploy.errorMessage ? ` (${deploy.errorMessage})` : '';
		lines.push(`Netlify: deploy ${deploy.id.slice(0, 8)} of ${shortCommit(deploy.commit)} is ${deploy.state}${why}`);
	}
	if (before.live.deployId !== after.live.deployId) {
		lines.push(`Site: serves ${shortCommit(after.live.commit)} (before: ${shortCommit(before.live.commit)})`);
	}
	if (before.live.pageStatus !== after.live.pageStatus) {
		lines.push(`Site: its front page answers ${after.live.pageStatus}`);
	}
	for (const deployment of [...after.deployments].reverse()) {
		const known = before.deployments.find(({ id }) => id === deployment.id);
		if (known?.state === deployment.state) continue;
		const why = deployment.description ? `: ${deployment.description}` : '';
		lines.push(
			`GitHub: deployment of ${shortCommit(deployment.commit)} to ${deployment.environment} is ${deployment.state}${why}`,
		);
	}
	for (const [index, incident] of after.incidents.entries()) {
		// By place: a key has one open incident, and any number of resolved ones before it.
		const known = before.incidents[index];
		if (known?.status === incident.status && known.pageCount === incident.pageCount) continue;
		lines.push(`PagerDuty: ${incident.status}, ${incident.summary}`);
	}
	return lines;
}
