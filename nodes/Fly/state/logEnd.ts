import { redactTokens, withoutColours } from '../../deployment/values/redactTokens';
import { cutText } from '../../deployment/values/text';
import type { FlyLogLine } from '../api/types';

const longestMessage = 500;

/** The last lines by their times, without colours and what looks like a credential: a program may print its own. */
export function logEnd(lines: readonly FlyLogLine[], count: number): FlyLogLine[] {
	return [...lines]
		.sort((left, right) => left.at.localeCompare(right.at))
		.slice(-count)
		.map((line) => ({ ...line, message: cutText(redactTokens(withoutColours(line.message)), longestMessage) }));
}
