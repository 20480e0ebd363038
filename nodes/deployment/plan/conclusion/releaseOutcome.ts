import type { CatalogRow } from '../../catalog/catalogRow';
import { attemptsIn, hasFailed, isUnseen } from '../../ledger/ledgerHistory';
import type { LedgerEntry } from '../../ledger/ledgerRow';
import { sentences } from '../../ledger/stepResult';
import { cutText } from '../../values/text';
import type { UncompensatedEntry } from '../compensation';
import type { ReconciledRelease } from '../reconcile';
import type { ReconciledService } from '../reconciledService';
import { nameOf, shortCommit } from '../serviceView';

/**
 * How a release ended.
 *
 * - `live` what was due is live and healthy
 * - `nothing` nothing was due
 * - `skipped` its author wants nothing deployed
 * - `waiting` an image is being built: it goes on when that is there
 * - `blocked` something is due, and may not go
 * - `unseen` the head, or what is live, could not be read
 * - `unknown` something was started whose end nobody saw
 * - `failed` something failed; what belongs to it went back
 * - `compensating` something failed, and its list is being rolled back
 * - `compensationFailed` something failed, and something of its list could not be rolled back
 */
export type DecidedReleaseState =
	| 'live'
	| 'nothing'
	| 'skipped'
	| 'waiting'
	| 'blocked'
	| 'unseen'
	| 'unknown'
	| 'failed'
	| 'compensating'
	| 'compensationFailed';

/** What a release did, by the ledger, and what is left of it. */
export interface ReleaseOutcome {
	readonly state: DecidedReleaseState;
	readonly reason: string;
	readonly failed: readonly LedgerEntry[];
	/** What went live, and still is. */
	readonly stays: readonly LedgerEntry[];
	/** The roll backs of the list, which went well. */
	readonly wentBack: readonly LedgerEntry[];
	/** What belongs on the list, and is not rolled back. */
	readonly left: readonly UncompensatedEntry[];
	/** Services whose migrations ran: no roll back takes those back. */
	readonly migrated: readonly CatalogRow[];
	/** Whether every service is live at the head's content, and healthy. */
	readonly isWell: boolean;
}

/** In characters. */
const maxReasonLength = 1_500;

interface OwnRows {
	readonly service: ReconciledService;
	/** The newest attempt of this release; null when there was none. */
	readonly attempt: LedgerEntry | null;
	readonly wentBack: LedgerEntry | null;
}

export function releaseOutcome(reconciled: ReconciledRelease): ReleaseOutcome {
	const own = reconciled.services.map((service) => ownRowsOf(service, reconciled));
	const failed = own.flatMap(({ service, attempt }) =>
		attempt !== null && hasFailedFor(service, attempt) ? attempt : [],
	);
	const { entries, later } = reconciled.compensation;
	const goesBack = new Set([...entries, ...later].map(({ undone }) => undone.rowId));
	const stays = own.flatMap(({ attempt, wentBack }) =>
		attempt?.state === 'live' && wentBack === null && !goesBack.has(attempt.rowId) ? attempt : [],
	);
	const wentBack = own.flatMap((rows) => rows.wentBack ?? []);
	const left = failed.length > 0 ? reconciled.compensation.left : [];
	const state = stateOf(reconciled, own, { failed, stays, left });
	const migrated = own.flatMap(({ service, attempt }) =>
		attempt !== null && service.sight.row.migration !== '' ? service.sight.row : [],
	);
	const outcome = { state, failed, stays, wentBack, left, migrated };
	return { ...outcome, reason: cutText(reasonOf(outcome, reconciled), maxReasonLength), isWell: isAllWell(reconciled) };
}

function ownRowsOf(service: ReconciledService, { release }: ReconciledRelease): OwnRows {
	const { ledger } = service.sight;
	const startedMs = Date.parse(release.startedAt);
	const concludedMs = Date.parse(release.concludedAt);
	const isOwn = ({ releaseId, finishedAt }: LedgerEntry): boolean => {
		const endedMs = Date.parse(finishedAt);
		return (releaseId === release.releaseId || endedMs > startedMs) && !(endedMs <= concludedMs);
	};
	const attempt = attemptsIn(ledger).find(isOwn) ?? null;
	const wentBack = ledger.find(
		(entry) =>
			entry.kind === 'rollback' &&
			entry.because !== '' &&
			entry.state === 'live' &&
			isOwn(entry) &&
			(attempt === null || entry.place > attempt.place),
	);
	return { service, attempt, wentBack: wentBack ?? null };
}

function hasFailedFor({ sight, decision }: ReconciledService, attempt: LedgerEntry): boolean {
	return hasFailed(sight.ledger, attempt) || (isUnseen(attempt) && decision.decision === 'failedBefore');
}

function stateOf(
	{ services, isCutShort, next }: ReconciledRelease,
	own: readonly OwnRows[],
	{ failed, stays, left }: Pick<ReleaseOutcome, 'failed' | 'stays' | 'left'>,
): DecidedReleaseState {
	if (next === 'compensate') return 'compensating';
	if (left.some(({ isFailed }) => isFailed)) return 'compensationFailed';
	if (failed.length > 0 || isCutShort) return 'failed';
	if (own.some(({ attempt }) => attempt?.state === 'unknown')) return 'unknown';
	const enabled = services.filter(({ sight }) => sight.row.enabled).map(({ decision }) => decision.decision);
	if (enabled.includes('unseen')) return 'unseen';
	if (enabled.includes('waiting')) return 'waiting';
	if (enabled.some((decision) => decision === 'failedBefore' || decision === 'compensated')) return 'blocked';
	if (stays.length > 0) return 'live';
	if (enabled.some((decision) => decision !== 'nothing' && decision !== 'skipped')) return 'blocked';
	return enabled.includes('skipped') ? 'skipped' : 'nothing';
}

/** One sentence or two for people: what failed, what went back, what stays. */
function reasonOf(
	{ state, failed, stays, wentBack, left, migrated }: Omit<ReleaseOutcome, 'reason' | 'isWell'>,
	{ services, isCutShort, release, compensation, next }: ReconciledRelease,
): string {
	const list = (what: string, names: readonly string[]): string =>
		names.length === 0 ? '' : `${what}: ${names.join(', ')}`;
	const isBad = failed.length > 0 || state === 'unknown';
	const due = services.filter(({ decision }) => decision.isActing).map(({ sight }) => nameOf(sight.row));
	return sentences(
		...failed.map(
			(entry) =>
				`${nameOf(entry)} ${entry.state === 'rolledBack' ? 'was rolled back' : 'failed'}: ${entry.reason || 'nobody saw its end'}`,
		),
		isCutShort ? list(`It was not done after ${release.round} rounds, with still to do`, due) : '',
		next === 'compensate'
			? list(
					'To be rolled back',
					[...compensation.entries, ...compensation.later].map(
						({ sight, toCommit }) => `${nameOf(sight.row)} to ${shortCommit(toCommit)}`,
					),
				)
			: '',
		list(
			'Rolled back with it',
			wentBack.map((entry) => `${nameOf(entry)} to ${shortCommit(entry.commit)}`),
		),
		list(
			'Not rolled back',
			left.map(({ sight, reason }) => `${nameOf(sight.row)} (${reason})`),
		),
		isBad
			? list(
					'Stays live',
					stays
						.filter((entry) => !left.some(({ undone }) => undone.rowId === entry.rowId))
						.map((entry) => `${nameOf(entry)} at ${shortCommit(entry.commit)}`),
				)
			: '',
		isBad ? list('Migrations are not undone', migrated.map(nameOf)) : '',
		isBad || isCutShort ? '' : quietReason(services),
	);
}

/** Why what is due is not live. */
function quietReason(services: readonly ReconciledService[]): string {
	return decisionLines(services.filter(({ decision }) => decision.decision !== 'nothing' || !decision.isWell)).join(
		'; ',
	);
}

/** More names than this are counted: hundreds of services may wait for the same thing. */
const mostNames = 5;

/** What was decided, a line for all services of which the same is to be said. */
export function decisionLines(services: readonly ReconciledService[]): string[] {
	const namesByText = new Map<string, string[]>();
	for (const { sight, decision } of services) {
		const text = `${decision.decision}, ${decision.reason}`;
		namesByText.set(text, [...(namesByText.get(text) ?? []), nameOf(sight.row)]);
	}
	return [...namesByText].map(([text, names]) => `${namesInShort(names)}: ${text}`);
}

function namesInShort(names: readonly string[]): string {
	const shown = names.slice(0, mostNames).join(', ');
	return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

function isAllWell({ services, compensation }: ReconciledRelease): boolean {
	const enabled = services.filter(({ sight }) => sight.row.enabled);
	return (
		enabled.length > 0 &&
		compensation.entries.length + compensation.later.length === 0 &&
		enabled.every(({ decision }) => decision.isWell)
	);
}
