import { chooseRollbackTarget, type RollbackCandidate } from '../../deployment/state/rollbackTarget';
import type { VersionSummary, WorkerDeploymentInfo } from '../api/types';
import { isoTime, type Routing } from './routing';
import { summaryOf } from './versionState';

/** What a roll back goes by. */
export interface RollbackWish {
	/** The only version that may be rolled back; empty for whichever takes the new workflows. */
	readonly badBuildId: string;
	/** Empty for the last good one before it. */
	readonly toBuildId: string;
	/** Build IDs in lower case that are known to be good; null where no list was given. */
	readonly verified: readonly string[] | null;
}

export type RollbackTarget =
	| { readonly found: true; readonly buildId: string }
	| { readonly found: false; readonly reason: string; readonly advice: string };

/**
 * The version that a roll back makes current: what is current already, where the bad one only ramped, never took
 * any workflow, or was rolled back before.
 */
export function rollbackTarget(info: WorkerDeploymentInfo, routing: Routing, wish: RollbackWish): RollbackTarget {
	const { badBuildId, toBuildId } = wish;
	const { current, ramp } = routing;
	if (toBuildId !== '' && summaryOf(info, toBuildId) === undefined) {
		return no(
			`It has no version ${toBuildId}`,
			'Choose one of its versions. One whose workers have been gone for long may have been deleted',
		);
	}
	const isBadLive = badBuildId === '' ? ramp === null || toBuildId !== '' : badBuildId === current;
	if (isBadLive) return toBuildId === '' ? choose(info, current, wish) : { found: true, buildId: toBuildId };
	if (current === null) {
		return no('Unversioned workers are current, and nothing was rolled back', 'Name the version to go back to');
	}
	const isRamping = ramp !== null && (badBuildId === '' || ramp.buildId === badBuildId);
	const target = toBuildId === '' ? current : toBuildId;
	if (isRamping || target === current) {
		if (isRamping || isOlder(info, current, badBuildId)) return allowed(target, wish);
	}
	return no(
		`Build ${current} is current, not ${badBuildId}, so it was not rolled back`,
		'If what is current now is good, there is nothing to do. Otherwise use Set Current Version',
	);
}

/** Whether what is current took workflows before the bad one did, or the bad one never took any: it is back already. */
function isOlder(info: WorkerDeploymentInfo, current: string, badBuildId: string): boolean {
	const badSince = activeSince(summaryOf(info, badBuildId));
	return badSince === '' || activeSince(summaryOf(info, current)) < badSince;
}

function allowed(buildId: string, { verified, toBuildId }: RollbackWish): RollbackTarget {
	if (toBuildId !== '' || verified === null || verified.includes(buildId.toLowerCase()))
		return { found: true, buildId };
	return no(
		`Build ${buildId} is current, and is not known to be good`,
		'Name the version to go back to, or deploy a good commit',
	);
}

function choose(info: WorkerDeploymentInfo, current: string | null, { verified }: RollbackWish): RollbackTarget {
	if (current === null) return no('Unversioned workers are current', 'Name the version to go back to');
	const candidates = (info.versionSummaries ?? []).flatMap((version): RollbackCandidate[] => {
		const id = version.deploymentVersion?.buildId ?? '';
		const isKnown = verified === null || verified.includes(id.toLowerCase());
		const wasCurrent = isoTime(version.lastCurrentTime) !== '';
		const createdAt = activeSince(version);
		return id === '' || createdAt === '' ? [] : [{ id, createdAt, verified: isKnown && wasCurrent, isRollback: false }];
	});
	const choice = chooseRollbackTarget(current, candidates);
	return choice.found
		? { found: true, buildId: choice.target.id }
		: no(choice.reason, 'Name the version to go back to, or deploy a good commit');
}

/** ISO 8601; empty for one that never took a workflow. */
function activeSince(version: VersionSummary | undefined): string {
	return isoTime(version?.firstActivationTime);
}

function no(reason: string, advice: string): RollbackTarget {
	return { found: false, reason, advice };
}
