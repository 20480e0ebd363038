import { parseJson } from '../../deployment/values/json';
import { isRecord, isTrueAt, numberAt, textAt } from '../../deployment/values/jsonFields';

/** The lines of a build's log, oldest first; null where it has another form. `{"-L000": {"message": "...", "ts": 1}}` */
export function buildLogLines(text: string): string[] | null {
	const parsed = parseJson(text);
	if (!parsed.ok || (!isRecord(parsed.value) && parsed.value !== null)) return null;
	return Object.entries(parsed.value ?? {})
		.sort(([left, one], [right, other]) => {
			const byTime = (numberAt(one, 'ts') ?? 0) - (numberAt(other, 'ts') ?? 0);
			return byTime !== 0 ? byTime : left < right ? -1 : 1;
		})
		.flatMap(([, line]) => {
			const message = textAt(line, 'message') ?? textAt(line, 'log');
			if (message === null) return [];
			return message.split('\n').map((part) => (isTrueAt(line, 'error') ? `! ${part}` : part));
		});
}
