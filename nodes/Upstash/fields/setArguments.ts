import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';

export interface SetPlan {
	/** What follows key and value. */
	readonly words: string[];
	/** Not with a condition on being new, nor when the answer is the value before: a second try would meet the first one's work. */
	readonly safeToRepeat: boolean;
	readonly returnsPrevious: boolean;
	/** Whether Redis wrote the value, from its answer. */
	readonly wasSet: (result: unknown) => boolean;
}

/**
 * The options of SET (redis.io/docs/latest/commands/set).
 *
 * @throws OperationFailure for options that contradict each other, or a time that is no whole number.
 */
export function setArguments(options: IDataObject): SetPlan {
	const isNew = options.onlyIfNew === true;
	const isThere = options.onlyIfExists === true;
	const returnsPrevious = options.returnPrevious === true;
	if (isNew && isThere) {
		throw contradiction('"Only If It Is New" and "Only If It Exists" exclude each other, so nothing could ever be written');
	}
	const expiries = [
		...(options.expireSeconds === undefined ? [] : [{ label: 'Expire After Seconds', words: ['EX', wholeTime(options.expireSeconds, 'Expire After Seconds')] }]),
		...(options.expireMilliseconds === undefined ? [] : [{ label: 'Expire After Milliseconds', words: ['PX', wholeTime(options.expireMilliseconds, 'Expire After Milliseconds')] }]),
		...(options.keepTtl === true ? [{ label: 'Keep TTL', words: ['KEEPTTL'] }] : []),
	];
	if (expiries.length > 1) {
		const labels = expiries.map(({ label }) => `"${label}"`).join(' and ');
		throw contradiction(`${labels} each say when the key expires, and they cannot all be right`);
	}
	return {
		words: [
			...(isNew ? ['NX'] : []),
			...(isThere ? ['XX'] : []),
			...(returnsPrevious ? ['GET'] : []),
			...expiries.flatMap(({ words }) => words),
		],
		safeToRepeat: !isNew && !returnsPrevious,
		returnsPrevious,
		wasSet(result) {
			if (!returnsPrevious) return result === 'OK';
			if (isNew) return result === null;
			return isThere ? result !== null : true;
		},
	};
}

function wholeTime(value: unknown, label: string): string {
	const number = Number(value);
	if (Number.isSafeInteger(number) && number >= 1) return String(number);
	throw new OperationFailure(
		`${label} must be a whole number of at least 1, not ${JSON.stringify(value)}`,
		`Correct ${label}`,
	);
}

function contradiction(message: string): OperationFailure {
	return new OperationFailure(message, 'Remove all but one of these options');
}
