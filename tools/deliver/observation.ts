import type { ObservedService } from './services';
import type { ActionsRun, GitHubDeployment, Incident, SandboxClient } from './sandboxClient';

/** One service as it is seen from outside, at one moment. */
export interface ServiceState extends ObservedService {
	/** The commit that its `/version.json` names; empty when it names none. */
	readonly commit: string;
	/** What its front page answers. */
	readonly pageStatus: number;
	/** How many deployments, releases or service deployments its platform has made of it so far. */
	readonly deploymentCount: number;
	/** Those deployments that the platform tells a commit of: how each stands. Empty on platforms that do not tell. */
	readonly deployments: ReadonlyArray<{ readonly id: string; readonly commit: string; readonly state: string }>;
	/** The platform's id of what is live; empty where it cannot be seen from outside. */
	readonly deploymentId: string;
}

/** The clouds at one moment, as far as one repository is concerned. */
export interface Observation {
	readonly services: readonly ServiceState[];
	readonly gitHubDeployments: readonly GitHubDeployment[];
	readonly incidents: readonly Incident[];
	/** Runs of GitHub Actions, which build images. */
	readonly actionsRuns: readonly ActionsRun[];
}

export async function observe(
	sandbox: SandboxClient,
	repository: string,
	services: readonly ObservedService[],
): Promise<Observation> {
	const [states, gitHubDeployments, incidents, actionsRuns] = await Promise.all([
		Promise.all(services.map(async (service) => ({ ...service, ...(await sandbox.serviceState(service)) }))),
		sandbox.deployments(repository),
		sandbox.incidents(),
		sandbox.actionsRuns(repository),
	]);
	return { services: states, gitHubDeployments, incidents, actionsRuns };
}

export const shortCommit = (commit: string): string => commit.slice(0, 7) || 'nothing';

/** The state of one service. Raises when the catalog has none of that name. */
export function serviceIn({ services }: Observation, name: string): ServiceState {
	const found = services.find(({ service }) => service === name);
	if (!found) throw new Error(`The catalog has no production service ${name} that is enabled.`);
	return found;
}

/** Whether GitHub Actions still builds something, whose end n8n is told of. */
export function isBuilding({ actionsRuns }: Observation): boolean {
	return actionsRuns.some(({ isOver }) => !isOver);
}

/** What changed between two observations, one sentence each, for the terminal. */
export function describeChanges(before: Observation, after: Observation): string[] {
	return [
		...after.services.flatMap((service) => serviceChanges(serviceIn(before, service.service), service)),
		...buildChanges(before, after),
		...gitHubChanges(before, after),
		...incidentChanges(before, after),
	];
}

function serviceChanges(before: ServiceState, after: ServiceState): string[] {
	const lines: string[] = [];
	for (const deployment of [...after.deployments].reverse()) {
		const known = before.deployments.find(({ id }) => id === deployment.id);
		if (known?.state === deployment.state) continue;
		lines.push(
			`${after.platform}: ${after.service}: deployment ${deployment.id.slice(0, 8)} of ${shortCommit(deployment.commit)} is ${deployment.state}`,
		);
	}
	if (after.deployments.length === 0 && before.deploymentCount !== after.deploymentCount) {
		lines.push(`${after.platform}: ${after.service}: a new deployment began`);
	}
	if (before.commit !== after.commit || before.deploymentId !== after.deploymentId) {
		lines.push(`${after.service}: serves ${shortCommit(after.commit)} (before: ${shortCommit(before.commit)})`);
	}
	if (before.pageStatus !== after.pageStatus)
		lines.push(`${after.service}: its front page answers ${after.pageStatus}`);
	return lines;
}

function buildChanges(before: Observation, after: Observation): string[] {
	return after.actionsRuns.flatMap(({ id, name, commit, state }) =>
		before.actionsRuns.find((known) => known.id === id)?.state === state
			? []
			: [`GitHub Actions: ${name} of ${shortCommit(commit)}: ${state}`],
	);
}

function gitHubChanges(before: Observation, after: Observation): string[] {
	return [...after.gitHubDeployments].reverse().flatMap((deployment) => {
		const known = before.gitHubDeployments.find(({ id }) => id === deployment.id);
		if (known?.state === deployment.state) return [];
		const why = deployment.description ? `: ${deployment.description}` : '';
		return [
			`GitHub: deployment of ${shortCommit(deployment.commit)} to ${deployment.environment} is ${deployment.state}${why}`,
		];
	});
}

function incidentChanges(before: Observation, after: Observation): string[] {
	return after.incidents.flatMap((incident, index) => {
		// By place: a key has one open incident, and any number of resolved ones before it.
		const known = before.incidents[index];
		if (known?.status === incident.status && known.pageCount === incident.pageCount) return [];
		return [`PagerDuty: ${incident.status}, ${incident.summary}`];
	});
}
