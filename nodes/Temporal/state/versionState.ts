import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { commitOfTag } from '../../deployment/values/imageReference';
import { textAt } from '../../deployment/values/jsonFields';
import type { VersionInfo, VersionSummary, WorkerDeploymentInfo } from '../api/types';

/** The server's word for a version, in small letters: `current`, `ramping`, `draining`. */
export function statusWord({ status = '' }: Pick<VersionSummary, 'status'>): string {
	return status.replace(/^WORKER_DEPLOYMENT_VERSION_STATUS_/, '').toLowerCase();
}

/** That word as a state. One that is not known is `unknown`, never good. */
export function statusOf(version: Pick<VersionSummary, 'status'>): DeploymentStatus {
	const word = statusWord(version);
	switch (word) {
		case 'current':
			return { state: 'live', reason: '' };
		case 'ramping':
			return { state: 'rolling', reason: 'It takes a share of the new workflows' };
		case 'inactive':
			return { state: 'ready', reason: 'Its workers poll, and no new workflow goes to it' };
		case 'draining':
		case 'drained':
			return { state: 'ready', reason: '' };
		case 'created':
			return { state: 'queued', reason: 'No worker of it has polled yet' };
		default:
			return { state: 'unknown', reason: `Temporal's status "${word}" is not a known one` };
	}
}

export function summaryOf(info: WorkerDeploymentInfo, buildId: string): VersionSummary | undefined {
	return info.versionSummaries?.find(({ deploymentVersion }) => deploymentVersion?.buildId === buildId);
}

/** The commit that a version was built from: what its metadata says, else its build ID where that names one. */
export function commitOf(buildId: string | null, version?: VersionInfo): string {
	const told = textAt(version?.metadata?.entries, 'commit') ?? '';
	if (/^[0-9a-f]{7,64}$/.test(told)) return told;
	return (buildId !== null && commitOfTag(buildId)) || '';
}
