import { handServiceOf, refusalOf } from '../byHand/choiceStep';
import type { Hand, HandEntry } from '../byHand/hand';
import { fromLedgerRow, type LedgerEntry } from '../ledger/ledgerRow';
import { newestFirst } from '../ledger/rowOrder';
import { stringAt } from '../ledger/record';
import { isRecord, valueAt } from '../values/jsonFields';

/** Who says so: only Health Watch goes on looking, and says when a name is up again. */
export type Watcher = 'Health Watch' | 'Grafana';

/** What the watch of a name says: how it stands, and what could be done. Handed on as one item. */
export interface FailoverSignal {
	readonly signal: 'down' | 'up';
	readonly service: string;
	readonly environment: string;
	/** The record's name and type. */
	readonly name: string;
	readonly type: string;
	readonly primary: string;
	readonly standby: string;
	/** Whether the standby answers, asked from the same place as the primary. */
	readonly isStandbyGood: boolean;
	/** ISO 8601: since when it is so. */
	readonly since: string;
	/** What was seen: `answers 503`. */
	readonly reason: string;
	readonly seenBy: Watcher;
}

/** Where the record points. */
export type Position = 'primary' | 'standby' | 'elsewhere' | 'unseen';

export interface FailoverSight {
	readonly position: Position;
	/** The record's content; or why nobody knows it. */
	readonly seen: string;
	/** Rows of the ledger of this service and environment, newest first. */
	readonly ledgerRows: readonly unknown[];
	readonly catalogRows: readonly unknown[];
	readonly nowMs: number;
}

/**
 * - `swap` to the standby, `swapBack` to the primary
 * - `rollBack` the deployment that is the likelier cause
 * - `wait` for a deployment under way, whose own health gate decides
 * - `tell` a person, since nothing that helps can be done
 * - `nothing`
 */
export interface FailoverDecision {
	readonly next: 'swap' | 'swapBack' | 'rollBack' | 'wait' | 'tell' | 'nothing';
	readonly reason: string;
	/** Of `rollBack`: what workflow 17 takes. */
	readonly hand: Hand | null;
}

/** Younger than that, a deployment is the likelier cause than a platform that is away. */
export const likelyCauseMs = 10 * 60_000;

/**
 * What is to be done about a name that went down, or is up again. The first line that holds decides. A record that
 * could not be read stops nothing: a swap reads it again, and changes it only where it is as it should be.
 */
export function decideFailover(signal: FailoverSignal, sight: FailoverSight): FailoverDecision {
	const { position, seen } = sight;
	if (signal.signal === 'up') {
		return position === 'standby' || position === 'unseen'
			? decision('swapBack', 'It has answered well for ten minutes')
			: decision('nothing', 'It is up again, and its record points where it did');
	}
	if (position === 'standby') return decision('nothing', 'Its record points to the standby already');
	if (position === 'elsewhere') {
		return decision('tell', `Its record points to ${seen}, which is neither the primary nor the standby`);
	}
	return decideDown(signal, sight);
}

function decideDown(signal: FailoverSignal, { ledgerRows, catalogRows, nowMs }: FailoverSight): FailoverDecision {
	const entries = newestFirst(ledgerRows.flatMap((row) => fromLedgerRow(row) ?? []));
	const [newest] = entries;
	const isYoung = (iso: string): boolean => nowMs - (Date.parse(iso) || 0) < likelyCauseMs;
	if (newest?.state === 'running' && isYoung(newest.startedAt)) {
		return decision('wait', `A ${newest.kind} is under way, and its own health check decides`);
	}
	const isLikelyCause = newest?.kind === 'deploy' && newest.state === 'live' && isYoung(newest.finishedAt);
	const hand = isLikelyCause ? handOf(signal, newest, entries, catalogRows) : null;
	if (hand !== null) {
		return { next: 'rollBack', reason: `${newest?.commit.slice(0, 7) ?? ''} went live minutes before`, hand };
	}
	if (!signal.isStandbyGood) return decision('tell', 'The standby does not answer either, so nothing was swapped');
	return decision('swap', 'No deployment is young enough to be the cause');
}

function decision(next: FailoverDecision['next'], reason: string): FailoverDecision {
	return { next, reason, hand: null };
}

/** The roll back as workflow 17 takes it; null where there is nothing to go back to, or the platform cannot. */
function handOf(
	{ service, environment, reason, seenBy }: FailoverSignal,
	newest: LedgerEntry | undefined,
	entries: readonly LedgerEntry[],
	catalogRows: readonly unknown[],
): Hand | null {
	const row = catalogRows.find(
		(candidate) => stringAt(candidate, 'service') === service && stringAt(candidate, 'environment') === environment,
	);
	const before = entries.find(
		({ verified, deploymentId }) => verified && deploymentId !== '' && deploymentId !== newest?.deploymentId,
	);
	if (newest === undefined || before === undefined || !isRecord(row)) return null;
	const handService = handServiceOf(row);
	if (refusalOf(handService) !== '') return null;
	const entry: HandEntry = {
		service: handService,
		liveId: newest.deploymentId,
		liveCommit: newest.commit,
		toId: before.deploymentId,
		toCommit: before.commit,
		left: '',
	};
	return {
		action: 'rollBack',
		reason: `down right after this deployment: ${reason}`,
		actor: seenBy,
		isCatalogRead: true,
		choices: [],
		services: [handService],
		release: null,
		entries: [entry],
		confirmation: service,
		whenChanged: 'end',
	};
}

/** Where a record's content points. */
export function positionOf(contents: readonly string[], { primary, standby }: FailoverSignal): Position {
	const same = (left: string, right: string): boolean => plain(left) === plain(right);
	const [content, ...others] = contents;
	if (content === undefined || others.length > 0) return 'elsewhere';
	if (same(content, primary)) return 'primary';
	return same(content, standby) ? 'standby' : 'elsewhere';
}

function plain(content: string): string {
	return content.trim().toLowerCase().replace(/\.$/, '');
}

/** The item of a watch; null when it is none. */
export function readSignal(item: unknown): FailoverSignal | null {
	const signal = valueAt(item, 'signal');
	if (signal !== 'down' && signal !== 'up') return null;
	return {
		signal,
		service: stringAt(item, 'service'),
		environment: stringAt(item, 'environment'),
		name: stringAt(item, 'name'),
		type: stringAt(item, 'type'),
		primary: stringAt(item, 'primary'),
		standby: stringAt(item, 'standby'),
		isStandbyGood: valueAt(item, 'isStandbyGood') === true,
		since: stringAt(item, 'since'),
		reason: stringAt(item, 'reason'),
		seenBy: stringAt(item, 'seenBy') === 'Grafana' ? 'Grafana' : 'Health Watch',
	};
}
