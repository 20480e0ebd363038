import { emptyRecord, ownActor, type DeploymentRecord } from '../ledger/record';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { verifiedIdsOf } from '../ledger/ledgerHistory';
import type { CompensationEntry } from './compensation';
import { compensatingAnnouncement, pageKeyOf } from './conclusion/announcement';
import { conclusionItem } from './conclusion/conclusionItem';
import type { Decision } from './decision';
import type { Ending } from './endings';
import { longestDeploymentMinutes } from './decisionLines';
import type { ReconciledRelease } from './reconcile';
import type { ReconciledService } from './reconciledService';
import { rowFields } from './seeServices';
import { nameOf, rollbackBar } from './serviceView';
import type { ServiceSight } from './sight';

type Item = Readonly<Record<string, unknown>>;

/** What a release's items need besides what was decided. */
export interface ItemSurroundings {
	/** Where this run can be read. */
	readonly runUrl: string;
	/** The form that approves. */
	readonly formUrl: string;
	/** The whole catalog, as the Data Table gave it. */
	readonly catalogRows: readonly unknown[];
}

/** What travels on: an item for each deployment of the wave, for each roll back, or one for what comes next. */
export function releaseItems(reconciled: ReconciledRelease, surroundings: ItemSurroundings): Item[] {
	const { next, release, due, endings, compensation } = reconciled;
	switch (next) {
		case 'deploy':
			return [
				...due.map((service) => deploymentItem(service, reconciled)),
				...endings.map((ending) => endingItem(ending, reconciled)),
			];
		case 'compensate': {
			const [first, ...others] = compensation.entries.map((entry) => compensationItem(entry, reconciled));
			return [{ ...first, announcement: compensatingAnnouncement(reconciled) }, ...others];
		}
		case 'handOver':
			return [askOfNextRun(reconciled)];
		case 'conclude': {
			const conclusion = conclusionItem(reconciled, surroundings);
			// Asked again before it leaves, it goes on with what was told by then.
			const { notes } = conclusion.turn;
			return [{ next, release: { ...release, notes, concludedAt: reconciled.nowIso }, ...conclusion }];
		}
	}
}

/** A deployment, or a look at what is live, as 03 takes it up. */
function deploymentItem({ sight, decision, wave }: ReconciledService, reconciled: ReconciledRelease): Item {
	const { release, nowIso } = reconciled;
	const before = sight.ledger.find(({ rowId }) => rowId > 0 && rowId === decision.rowId);
	const isDeploy = decision.decision === 'deploy';
	const record: DeploymentRecord = {
		...recordOf(sight, reconciled),
		kind: before?.kind ?? (isDeploy || decision.decision === 'adopt' ? 'deploy' : 'look'),
		releaseId: before?.releaseId || release.releaseId,
		startedAt: before?.startedAt || nowIso,
		actor: before?.actor || release.actor,
		message: isDeploy ? release.headMessage : '',
		commit: decision.commit,
		artifact: decision.artifact,
		deploymentId: decision.deploymentId,
		reason: decision.decision === 'drifted' ? decision.reason : before?.kind === 'rollback' ? before.reason : '',
		because: before?.because ?? '',
		secretVersion: before?.secretVersion ?? '',
		decision: decision.decision,
		rowId: before?.isKept === true ? 0 : decision.rowId,
		mayRollBack: decision.mayRollBack,
		isFollowed: isDeploy || isFollowed(before, nowIso),
		previousId: before?.previousId || (isDeploy ? liveOf(sight).deploymentId : ''),
		previousCommit: before?.previousCommit || (isDeploy ? liveOf(sight).commit : ''),
		badDeploymentId: before?.kind === 'rollback' ? before.previousId : '',
	};
	return {
		next: 'deploy',
		...rowFields(sight.row, release.branch),
		...record,
		wave,
		task: taskOf(decision),
		decisionReason: decision.reason,
		keptBecause: decision.mayRollBack ? '' : rollbackBar(sight, decision.deploymentId),
		waitSeconds: reconciled.waitSeconds,
		live: liveOf(sight),
		release,
	};
}

/** A row that only gets its end, as 03 takes it up: nothing is done, and the release tells of what failed. */
function endingItem({ service, entry, state, reason }: Ending, reconciled: ReconciledRelease): Item {
	const { sight, wave } = service;
	const { release } = reconciled;
	// A roll back that nobody decided here is begun, and not asked for anew, as one that is looked at.
	const record: DeploymentRecord = { ...entry, state, reason, isPart: true, decision: entry.decision || 'verify' };
	return {
		next: 'deploy',
		...rowFields(sight.row, release.branch),
		...record,
		wave,
		task: 'nothing',
		decisionReason: reason,
		keptBecause: '',
		waitSeconds: reconciled.waitSeconds,
		live: liveOf(sight),
		release,
	};
}

/** What the platform's workflow is to do; what only looks has nothing done. */
function taskOf({ decision }: Decision): 'deploy' | 'adopt' | 'nothing' {
	return decision === 'deploy' || decision === 'adopt' ? decision : 'nothing';
}

/** Whether somebody still waits for the end of what was begun then. */
function isFollowed(before: LedgerEntry | undefined, nowIso: string): boolean {
	const startedMs = Date.parse(before?.startedAt ?? '');
	return Number.isNaN(startedMs) || Date.parse(nowIso) - startedMs < longestDeploymentMinutes * 60_000;
}

/** A roll back of the list, as 04 takes it up. */
function compensationItem(entry: CompensationEntry, reconciled: ReconciledRelease): Item {
	const { sight, undone, because, toDeploymentId, toCommit, triesCount } = entry;
	const { release, nowIso } = reconciled;
	const record: DeploymentRecord = {
		...recordOf(sight, reconciled),
		kind: 'rollback',
		releaseId: undone.releaseId,
		startedAt: nowIso,
		actor: ownActor,
		reason: `${because} of the same release failed`,
		because,
		isPart: true,
		mayRollBack: false,
		isFollowed: true,
		toDeploymentId,
		badDeploymentId: undone.deploymentId,
		previousId: undone.deploymentId,
		previousCommit: undone.commit,
	};
	return {
		next: 'compensate',
		...rowFields(sight.row, release.branch),
		...record,
		toCommit,
		triesCount,
		task: 'rollback',
		waitSeconds: reconciled.waitSeconds,
		live: liveOf(sight),
		release,
	};
}

/** Under the catalog's name of the repository, by which the ledger is read: whoever asks may know another one. */
function recordOf(sight: ServiceSight, { release }: ReconciledRelease): DeploymentRecord {
	const { row, head, ledger } = sight;
	return {
		...emptyRecord,
		kind: 'deploy',
		service: row.service,
		environment: row.environment,
		platform: row.platform,
		target: row.target,
		context: row.context,
		repository: row.repository,
		branch: release.branch,
		healthUrl: row.healthUrl,
		versionUrl: row.versionUrl,
		gateQuery: row.gateQuery,
		headCommit: head.isSeen && head.wanted !== null ? head.wanted.commit : '',
		verifiedDeployments: verifiedIdsOf(ledger),
		pageKey: pageKeyOf(release),
	};
}

function liveOf({ live, row }: ServiceSight): Item & { readonly deploymentId: string; readonly commit: string } {
	return live.isSeen
		? { ok: true, ...live.live }
		: { ok: false, platform: row.platform, target: row.target, deploymentId: '', commit: '' };
}

/** The same release, the same turn, in a run with all its time before it. */
function askOfNextRun({ release }: ReconciledRelease): Item {
	const { repository, repositoryId, branch, actor, headMessage, head, deliveryId, releaseId, executionId } = release;
	return {
		next: 'handOver',
		repository,
		repositoryId,
		branch,
		why: 'handOver',
		actor,
		message: headMessage,
		commit: head,
		deliveryId,
		wish: false,
		services: release.services,
		releaseId,
		previousExecution: executionId,
		release,
	};
}

/** A plan for people, without any change: an item for each service, with its decision and what would be done on its platform. */
export function dryRunItems({ services, compensation, release }: ReconciledRelease): Item[] {
	return services.map(({ sight, decision, wave }) => {
		const { row } = sight;
		const entry = compensation.entries.find((candidate) => candidate.sight === sight);
		return {
			service: row.service,
			environment: row.environment,
			platform: row.platform,
			target: row.target,
			context: row.context,
			repository: release.repository,
			branch: release.branch,
			wave,
			decision: decision.decision,
			reason: decision.reason,
			isActing: decision.isActing,
			task: decision.isActing ? taskOf(decision) : 'nothing',
			commit: decision.commit,
			artifact: decision.artifact,
			liveCommit: liveOf(sight).commit,
			lookAgainAt: decision.lookAgainAt,
			compensation: entry === undefined ? '' : `Back to ${entry.toDeploymentId}, since ${entry.because} failed`,
			name: nameOf(row),
		};
	});
}
