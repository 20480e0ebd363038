import type { IDataObject } from 'n8n-workflow';

import { collectionField, type Field, field, numberField, switchField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

const options = collectionField('Options', 'options', 'Add Option', [
	numberField('Expire After Milliseconds (PX)', 'expireMilliseconds', 60_000, { minimum: 1 }),
	numberField('Expire After Seconds (EX)', 'expireSeconds', 60, { minimum: 1 }),
	switchField('Keep TTL (KEEPTTL)', 'keepTtl', 'Whether an expiry that the key has stays in force'),
	switchField('Only If It Exists (XX)', 'onlyIfExists', 'Whether to write only when the key is there already'),
	switchField('Only If It Is New (NX)', 'onlyIfNew', 'Whether to write only when the key is not there yet'),
	switchField('Return Previous Value (GET)', 'returnPrevious', 'Whether to return the value that was there before'),
]);

/** What the options of SET come to (redis.io/docs/latest/commands/set). */
export interface SetPlan {
	/** What follows key and value. */
	readonly words: string[];
	/** Not with a condition on being new, nor when the answer is the value before: a second try would meet the first one's work. */
	readonly safeToRepeat: boolean;
	readonly returnsPrevious: boolean;
	/** Whether Redis wrote the value, from its answer. */
	readonly wasSet: (result: unknown) => boolean;
}

/** The options of SET. Options that contradict each other are refused, and a time that is not a whole number. */
export const setOptionsField: Field<SetPlan> = field(options, (context) => planFor(options.read(context)));

function planFor({ onlyIfNew, onlyIfExists, returnPrevious, ...expiries }: IDataObject): SetPlan {
	const isNew = onlyIfNew === true;
	const isThere = onlyIfExists === true;
	const returnsPrevious = returnPrevious === true;
	if (isNew && isThere) {
		throw contradiction(
			'"Only If It Is New" and "Only If It Exists" exclude each other, so nothing could ever be written',
		);
	}
	return {
		words: [
			...(isNew ? ['NX'] : []),
			...(isThere ? ['XX'] : []),
			...(returnsPrevious ? ['GET'] : []),
			...expiryWords(expiries),
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
	throw new ConfigurationError(
		`${label} must be a whole number of at least 1, not ${JSON.stringify(value)}`,
		`Correct ${label}`,
	);
}

function contradiction(message: string): ConfigurationError {
	return new ConfigurationError(message, 'Remove all but one of these options');
}
