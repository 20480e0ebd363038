import { type Field, field, type FieldDetails, numberField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

type Bounds = Parameters<typeof numberField>[3];

/** A span of time: seconds on the screen, whole milliseconds when read. */
export function secondsField(
	displayName: string,
	name: string,
	initial: number,
	bounds: Bounds,
	details: FieldDetails,
): Field<number> {
	const seconds = numberField(displayName, name, initial, bounds, details);
	return field(seconds, (context) => Math.round(seconds.read(context) * 1000));
}

/** A number without a fraction, as exact as JavaScript keeps it. */
export function wholeNumberField(
	displayName: string,
	name: string,
	initial: number,
	bounds: Bounds,
	details: FieldDetails,
): Field<number> {
	const any = numberField(displayName, name, initial, bounds, details);
	return field(any, (context) => {
		const number = any.read(context);
		if (Number.isSafeInteger(number)) return number;
		throw new ConfigurationError(`${displayName} must be a whole number, not ${number}`, `Correct ${displayName}`);
	});
}
