import { type DeploymentRecord, emptyRecord, stringAt } from './record';

/** What the catalog plans for a service: a row of the plan. */
export interface PlannedDeployment {
	readonly service: string;
	readonly environment: string;
	readonly platform: string;
	readonly target: string;
	readonly repository: string;
	readonly healthUrl: string;
	readonly versionUrl: string;
	readonly gateQuery: string;
}

/** What it is planned for: a part of the event, and the release that it belongs to. */
export interface DeploymentRequest {
	readonly releaseId: string;
	readonly branch: string;
	readonly commit: string;
	readonly message: string;
	readonly actor: string;
	readonly startedAt: string;
}

/** A deployment that was planned, before anything is done about it. */
export function beginDeployment(planned: PlannedDeployment, request: DeploymentRequest): DeploymentRecord {
	return { ...emptyRecord, kind: 'deploy', ...planned, ...request };
}

/** Plan and request as one item carries them: `sha` and `sender` are GitHub's words. */
export function readPlanned(item: unknown, nowIso: string): [PlannedDeployment, DeploymentRequest] {
	const text = (...names: string[]): string =>
		names.map((name) => stringAt(item, name)).find((found) => found !== '') ?? '';
	return [
		{
			service: text('service'),
			environment: text('environment'),
			platform: text('platform'),
			target: text('target'),
			repository: text('repository'),
			healthUrl: text('healthUrl'),
			versionUrl: text('versionUrl'),
			gateQuery: text('gateQuery'),
		},
		{
			releaseId: text('releaseId'),
			branch: text('branch'),
			commit: text('sha', 'commit'),
			message: text('message'),
			actor: text('sender', 'actor'),
			startedAt: text('startedAt') || nowIso,
		},
	];
}
