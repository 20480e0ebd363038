import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collectionParameter } from '../../shared/fields/parameters';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

export const setOptionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Expire After Milliseconds (PX)',
			name: 'expireMilliseconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60000,
		},
		{
			displayName: 'Expire After Seconds (EX)',
			name: 'expireSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
		},
		{
			displayName: 'Keep TTL (KEEPTTL)',
			name: 'keepTtl',
			type: 'boolean',
			default: false,
			description: 'Whether an expiry that the key has stays in force',
		},
		{
			displayName: 'Only If It Exists (XX)',
			name: 'onlyIfExists',
			type: 'boolean',
			default: false,
			description: 'Whether to write only when the key is there already',
		},
		{
			displayName: 'Only If It Is New (NX)',
			name: 'onlyIfNew',
			type: 'boolean',
			default: false,
			description: 'Whether to write only when the key is not there yet',
		},
		{
			displayName: 'Return Previous Value (GET)',
			name: 'returnPrevious',
			type: 'boolean',
			default: false,
			description: 'Whether to return the value that was there before',
		},
	],
};

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
 * @throws OperationFailure for options that contradict each other, or a time that is not a whole number.
 */
export function setOptionsParameter(context: OperationContext): SetPlan {
	const options = collectionParameter(context, 'options');
	const isNew = options.onlyIfNew === true;
	const isThere = options.onlyIfExists === true;
	const returnsPrevious = options.returnPrevious === true;
	if (isNew && isThere) {
		throw contradiction('"Only If It Is New" and "Only If It Exists" exclude each other, so nothing could ever be written');
	}
	return {
		words: [
			...(isNew ? ['NX'] : []),
			...(isThere ? ['XX'] : []),
			...(returnsPrevious ? ['GET'] : []),
			...expiryWords(options),
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

function expiryWords({ expireSeconds, expireMilliseconds, keepTtl }: IDataObject): string[] {
	const [expiry, ...others] = [
		...expiryAs('EX', 'Expire After Seconds', expireSeconds),
		...expiryAs('PX', 'Expire After Milliseconds', expireMilliseconds),
		...(keepTtl === true ? [{ label: 'Keep TTL', words: ['KEEPTTL'] }] : []),
	];
	if (expiry === undefined || others.length === 0) return expiry?.words ?? [];
	const labels = [expiry, ...others].map(({ label }) => `"${label}"`).join(' and ');
	throw contradiction(`${labels} each say when the key expires, and they cannot all be right`);
}

function expiryAs(word: string, label: string, time: unknown): Array<{ label: string; words: string[] }> {
	return time === undefined ? [] : [{ label, words: [word, wholeTime(time, label)] }];
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
