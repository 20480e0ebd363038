import { approvalKey } from '../../approval/approval';
import { cutText } from '../../values/text';
import type { ReconciledRelease } from '../reconcile';
import type { ReconciledService } from '../reconciledService';
import { nameOf, shortCommit } from '../serviceView';
import type { WaitNote } from '../turnNotes';

/** A commit status of GitHub's. */
export interface WaitStatus {
	readonly repository: string;
	readonly commit: string;
	readonly context: string;
	readonly state: 'pending' | 'success' | 'failure' | 'error';
	readonly description: string;
	/** What the form that approves is asked about; empty where there is nothing to approve. */
	readonly approve: string;
}

/** With where "Details" leads: to the form, or to the run. */
export function withLink(
	{ approve, ...status }: WaitStatus,
	{ formUrl, runUrl }: { readonly formUrl: string; readonly runUrl: string },
): Omit<WaitStatus, 'approve'> & { readonly url: string } {
	return { ...status, url: approve === '' ? runUrl : `${formUrl}?release=${encodeURIComponent(approve)}` };
}

/** What waits for a person or for the time is said at GitHub: what is new, and what waits no more. */
export interface Waits {
	readonly statuses: readonly WaitStatus[];
	/** What stands there now. */
	readonly notes: readonly WaitNote[];
}

/** More than that would be a check for each service of a whole catalog. */
const mostStatuses = 20;

/** In characters; GitHub takes no more. */
const maxDescriptionLength = 140;

export function waitsOf(reconciled: ReconciledRelease): Waits {
	const { release } = reconciled;
	const current = currentWaits(reconciled);
	const before = release.notes.waits;
	const news = current.filter(({ note }) => !before.some((old) => isSameNote(old, note) && old.text === note.text));
	const gone = before.filter((old) => !current.some(({ note }) => isSameNote(old, note)));
	const ends = gone.map((note) => ({ note, end: endOf(note, reconciled) }));
	const status = (note: WaitNote, state: WaitStatus['state'], text: string, approve: string): WaitStatus => ({
		repository: release.repository,
		commit: note.commit,
		context: note.context,
		state,
		description: cutText(text, maxDescriptionLength),
		approve,
	});
	return {
		statuses: [
			...ends.flatMap(({ note, end }) => (end === null ? [] : status(note, end.state, end.text, ''))),
			...news.map(({ note, approve }) => status(note, 'pending', note.text, approve)),
		],
		notes: [...current.map(({ note }) => note), ...ends.flatMap(({ note, end }) => (end === null ? note : []))],
	};
}

function isSameNote(one: WaitNote, other: WaitNote): boolean {
	return one.context === other.context && one.commit === other.commit;
}

interface CurrentWait {
	readonly note: WaitNote;
	readonly approve: string;
}

function currentWaits({ services, release }: ReconciledRelease): CurrentWait[] {
	const waiting = services.filter(({ decision }) => decision.decision === 'awaitingApproval' || decision.isTimed);
	const waits = waiting.flatMap((service): CurrentWait[] => {
		const { sight, decision } = service;
		const commit = headOf(service);
		if (commit === '') return [];
		const isApproval = decision.decision === 'awaitingApproval';
		const text = isApproval ? 'Waits for an approval: open Details to give it' : decision.reason;
		const note = { context: contextOf(service), commit, text };
		return [{ note, approve: isApproval ? approvalKey(sight.row, release.branch) : '' }];
	});
	const [first] = waits;
	if (first === undefined || waits.length <= mostStatuses) return waits;
	const place = `${release.repository.toLowerCase()}@${release.branch}`;
	const text = `${waits.length} services wait for an approval, or for their window`;
	return [{ note: { context: sharedContext(release), commit: first.note.commit, text }, approve: place }];
}

function contextOf({ sight }: ReconciledService): string {
	return `slipway/${nameOf(sight.row)}`;
}

function sharedContext({ branch }: ReconciledRelease['release']): string {
	return `slipway/${branch}`;
}

function headOf({ sight: { head } }: ReconciledService): string {
	return head.isSeen ? (head.wanted?.commit ?? '') : '';
}

type End = { readonly state: 'success' | 'failure' | 'error'; readonly text: string };

/** How it ended; null while it may still wait, or nobody can tell. */
function endOf({ context, commit }: WaitNote, reconciled: ReconciledRelease): End | null {
	if (context === sharedContext(reconciled.release)) return { state: 'success', text: 'They wait no more' };
	const service = reconciled.services.find((candidate) => contextOf(candidate) === context);
	if (service === undefined) return { state: 'error', text: 'Not deployed: it is not in the catalog any more' };
	const { decision } = service;
	const head = headOf(service);
	if (head === '') return null;
	switch (decision.decision) {
		case 'nothing':
			if (head === commit || decision.commit === commit) {
				return decision.isWell
					? { state: 'success', text: deployedText(service, decision.commit) }
					: { state: 'failure', text: decision.reason };
			}
			break;
		case 'failedBefore':
		case 'compensated':
			if (head === commit) return { state: 'failure', text: decision.reason };
			break;
		case 'skipped':
		case 'drifted':
			return { state: 'error', text: `Not deployed: ${decision.reason}` };
		default:
			break;
	}
	return head === commit ? null : { state: 'error', text: `Not deployed: the branch moved on to ${shortCommit(head)}` };
}

function deployedText({ sight }: ReconciledService, commit: string): string {
	const approval = sight.approvals?.find(
		(candidate) => candidate.commit === commit && (candidate.state === 'given' || candidate.state === 'used'),
	);
	return approval === undefined ? 'It is live' : `It is live, approved by ${approval.givenBy}`;
}
