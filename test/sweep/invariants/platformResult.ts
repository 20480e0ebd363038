import { isRecord, readPath, readString } from '../../../tools/json';

/** Ends that say: it is not live. */
const NOT_LIVE = ['failed', 'canceled', 'cancelled', 'rejected', 'superseded'];

/** What a look said, against what those who use the service get. */
export function judgeLook(live: unknown, commit: string): string[] {
	if (!isRecord(live)) return ['there is no result of the look'];
	if (live.ok === true) {
		const said = readString(live, 'commit') ?? '';
		return said === commit ? [] : [`the look says that ${said || 'nothing'} is live, and it is ${commit}`];
	}
	return judgeError('the look', live);
}

/** The commits that were live before it, at its end, and when everything had come to rest. */
export interface SeenCommits {
	readonly before: string;
	readonly wanted: string;
	readonly atEnd: string;
	readonly afterwards: string;
	/** Whether a later look found it under way, and followed it to its end. */
	readonly isFollowed: boolean;
}

/** What a change said, against what really is. */
export function judgeResult(published: unknown, seen: SeenCommits): string[] {
	if (!isRecord(published)) return ['there is no result'];
	const violations: string[] = [];
	const { before, wanted, atEnd, afterwards, isFollowed } = seen;
	if (afterwards !== before && afterwards !== wanted) {
		violations.push(`what is live is ${afterwards || 'nothing'}, neither the old (${before}) nor the new (${wanted})`);
	}
	const state = readString(published, 'state') ?? '';
	if (published.ok === true || published.verified === true) {
		if (atEnd !== wanted || afterwards !== wanted) violations.push('it says that it is live, and it is not');
		if (published.verified !== true) violations.push('it is well, and not verified');
		return violations;
	}
	violations.push(...judgeError('it', published));
	// Of several machines some may have the new one: that is said, with what to do.
	const isLeft = ['left', 'incomplete'].includes(readString(published, 'undo') ?? '');
	if (!isLeft && before !== wanted && NOT_LIVE.includes(state) && (isFollowed ? atEnd : afterwards) === wanted) {
		violations.push(`it says "${state}", and it is live`);
	}
	return violations;
}

function judgeError(what: string, result: unknown): string[] {
	const [message, advice] = ['message', 'advice'].map((name) => readPath(result, 'error', name));
	const isSaid = typeof message === 'string' && message !== '' && typeof advice === 'string' && advice !== '';
	return isSaid ? [] : [`${what} did not go well, and does not say why and what to do`];
}
