import { isRecord, isTrueAt, textAt } from '../values/jsonFields';

/** Why a look gave nothing; empty where it gave something. What is not there at all was never looked at. */
export function unseenReason(seen: unknown): string {
	if (!isRecord(seen)) return 'it was not looked at';
	if (isTrueAt(seen, 'ok')) return '';
	const message = textAt(seen, 'error', 'message') ?? 'the look failed and gave no reason';
	const advice = textAt(seen, 'error', 'advice');
	return advice === null ? message : `${message}. ${advice}`;
}
