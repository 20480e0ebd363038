import { readCatalogRow } from '../../../nodes/deployment/catalog/catalogRow';
import { fromLedgerRow, type LedgerEntry } from '../../../nodes/deployment/ledger/ledgerRow';
import { reconcile, type ReconciledRelease } from '../../../nodes/deployment/plan/reconcile';
import type { ReleaseInHand } from '../../../nodes/deployment/plan/releaseInHand';
import type { ServiceSight } from '../../../nodes/deployment/plan/sight';
import { pairKey, type Comparison } from '../../../nodes/deployment/plan/sight';
import { noNotes } from '../../../nodes/deployment/plan/turnNotes';
import type { LiveDeployment } from '../../../nodes/deployment/state/liveDeployment';
import { catalogRow } from '../catalog/catalogRows';

export const NOW = '2026-11-27T06:00:00.000Z';
export const repository = 'acme/shop';

/** A commit of 40 characters out of a short word. */
export function commit(word: string): string {
	return Buffer.from(word.padEnd(20, '.')).toString('hex').slice(0, 40);
}

export const minutesBefore = (minutes: number): string => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

export function releaseInHand(changes: Partial<ReleaseInHand> = {}): ReleaseInHand {
	return {
		releaseId: 'd/1',
		repository,
		repositoryId: '7',
		branch: 'main',
		head: '',
		headMessage: '',
		actor: 'kim',
		deliveryId: 'd',
		why: 'push',
		wish: false,
		wishedAt: '',
		services: [],
		startedAt: NOW,
		runStartedAt: NOW,
		concludedAt: '',
		round: 0,
		notes: noNotes,
		toldByWatch: false,
		executionId: '1',
		turnName: 'candlefish-ai/candlefish@main',
		...changes,
	};
}

export function liveDeployment(changes: Partial<LiveDeployment> = {}): LiveDeployment {
	return {
		platform: 'netlify',
		target: 'web',
		context: 'production',
		isLive: true,
		deploymentId: 'one',
		artifact: 'one',
		commit: commit('one'),
		url: 'https://web.example',
		version: '',
		publishedAt: minutesBefore(60),
		underWay: null,
		...changes,
	};
}

export function ledgerEntry(id: number, changes: Readonly<Record<string, unknown>> = {}): LedgerEntry {
	const state = changes.state ?? 'live';
	const deploymentId = changes.deployment_id ?? 'one';
	const entry = fromLedgerRow({
		id,
		kind: 'deploy',
		service: 'web',
		environment: 'production',
		platform: 'netlify',
		target: 'web',
		release_id: 'd/0',
		repository,
		branch: 'main',
		decision: 'deploy',
		deployment_id: deploymentId,
		commit: commit('one'),
		artifact: '',
		state,
		verified: state === 'live',
		...(state === 'live' && {
			live_id: deploymentId,
			live_artifact: deploymentId,
			live_commit: changes.commit ?? commit('one'),
		}),
		started_at: minutesBefore(100 - id),
		finished_at: state === 'running' ? '' : minutesBefore(99.5 - id),
		...changes,
	});
	if (entry === null) throw new Error('no row');
	return entry;
}

export interface SightChanges {
	readonly row?: Readonly<Record<string, string | number | boolean | null>>;
	readonly live?: Partial<LiveDeployment> | { readonly unseen: string };
	/** Null: the branch is gone. */
	readonly head?: string | null;
	readonly message?: string;
	/** Newest first. */
	readonly ledger?: readonly LedgerEntry[];
	/** Pairs of words of commits that have the same content; all others differ. */
	readonly same?: ReadonlyArray<readonly [string, string]>;
	readonly more?: Partial<ServiceSight>;
}

/** Every pair is answered: same where listed, differs otherwise. */
class AnsweringMap extends Map<string, Comparison> {
	override get(key: string): Comparison {
		return super.get(key) ?? 'differs';
	}
}

/** A service that deploys `web` from main; its head is `two`, and `one` is live and verified. */
export function sightOf({
	row,
	live,
	head = 'two',
	message,
	ledger = [ledgerEntry(1)],
	same = [],
	more,
}: SightChanges = {}): ServiceSight {
	const read = readCatalogRow(catalogRow({ repository_id: '7', ...row }), 1);
	const comparisons = new AnsweringMap();
	for (const [base, other] of same) {
		comparisons.set(pairKey({ base: commit(base), head: commit(other) }), 'same');
		comparisons.set(pairKey({ base: commit(other), head: commit(base) }), 'same');
	}
	return {
		row: read.row,
		issues: read.issues,
		head: {
			isSeen: true,
			wanted: head === null ? null : { commit: commit(head), message: message ?? `Change ${head}`, actor: 'kim' },
		},
		live:
			live !== undefined && 'unseen' in live
				? { isSeen: false, reason: live.unseen }
				: { isSeen: true, live: liveDeployment(live) },
		ledger,
		comparisons,
		builds: null,
		approvals: [],
		...more,
	};
}

export function reconciled(
	sights: readonly ServiceSight[],
	changes: Partial<ReleaseInHand> = {},
	longestRunSeconds = 240,
): ReconciledRelease {
	return reconcile(sights, releaseInHand(changes), { nowIso: NOW, longestRunSeconds });
}
