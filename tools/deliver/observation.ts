import type { ObservedService } from './services';
import { observePreviews, previewChanges, type PreviewSight } from './previewSight';
import type { SandboxClient } from './sandboxClient';
import type { ActionsRun, CommitStatus, DnsRecord, GitHubDeployment, Incident } from './sandboxShapes';

/** One service as it is seen from outside, at one moment. */
export interface ServiceState extends ObservedService {
	/** The commit that its `/version.json` names, or that its platform gives to clients and workflows; empty when there is none. */
	readonly commit: string;
	/** What its front page answers; null for what nobody visits. */
	readonly pageStatus: number | null;
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
	readonly commitStatuses: readonly CommitStatus[];
	readonly incidents: readonly Incident[];
	/** Where names point, by Cloudflare. */
	readonly dnsRecords: readonly DnsRecord[];
	/** Runs of GitHub Actions, which build images. */
	readonly actionsRuns: readonly ActionsRun[];
	/** The turns that somebody has: whether a run is alive is told by nothing else (docs/scale.md). */
	readonly turns: readonly string[];
	readonly previews: PreviewSight;
}

export async function observe(
	sandbox: SandboxClient,
	repository: string,
	services: readonly ObservedService[],
): Promise<Observation> {
	const [states, gitHubDeployments, commitStatuses, incidents, dnsRecords, actionsRuns, turns, previews] =
		await Promise.all([
			Promise.all(services.map(async (service) => ({ ...service, ...(await sandbox.serviceState(service)) }))),
			sandbox.deployments(repository),
			sandbox.commitStatuses(repository),
			sandbox.incidents(),
			sandbox.dnsRecords(),
			sandbox.actionsRuns(repository),
			sandbox.turns(),
			observePreviews(sandbox, repository),
		]);
	return { services: states, gitHubDeployments, commitStatuses, incidents, dnsRecords, actionsRuns, turns, previews };
}

export const shortCommit = (commit: string): string => commit.slice(0, 7) || 'nothing';

/** The state of one service. Raises when the catalog has none of that name. */
export function serviceIn({ services }: Observation, name: string): ServiceState {
	const found = services.find(({ service }) => service === name);
	if (!found) throw new Error(`The catalog has no production service ${name} that is enabled.`);
	return found;
}

/** Whether GitHub Actions still builds something, whose end n8n is told of, or a release or preview has its turn. */
export function isUnderWay({ actionsRuns, turns }: Observation): boolean {
	return turns.length > 0 || actionsRuns.some(({ isOver }) => !isOver);
}

/** What changed between two observations, one sentence each, for the terminal. */
export function describeChanges(before: Observation, after: Observation): string[] {
	return [
		...after.services.flatMap((service) => serviceChanges(serviceIn(before, service.service), service)),
		...buildChanges(before, after),
		...gitHubChanges(before, after),
		...statusChanges(before, after),
		...incidentChanges(before, after),
		...dnsChanges(before, after),
		...previewChanges(before.previews, after.previews),
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
		lines.push(`${after.service}: its front page answers ${after.pageStatus ?? 'nobody'}`);
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

function statusChanges(before: Observation, after: Observation): string[] {
	// GitHub only adds to them.
	return after.commitStatuses
		.slice(before.commitStatuses.length)
		.map(
			({ commit, context, state, description }) =>
				`GitHub: status ${context} of ${shortCommit(commit)} is ${state}: ${description}`,
		);
}

function dnsChanges(before: Observation, after: Observation): string[] {
	return after.dnsRecords.flatMap(({ id, type, name, content }) => {
		const known = before.dnsRecords.find((record) => record.id === id);
		if (known?.content === content) return [];
		return [`Cloudflare: ${type} ${name} points to ${content} (before: ${known?.content ?? 'nothing'})`];
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
