import { field, textField, type Field, type FieldDetails } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** A moment as Neon takes it, entered as a string or handed over as a date; null when left empty. */
export function timestampField(displayName: string, name: string, details: FieldDetails): Field<string | null> {
	const text = textField(displayName, name, { placeholder: '2026-01-31T12:00:00Z', ...details });
	return field({ ...text }, ({ functions, itemIndex }) => {
		const value: unknown = functions.getNodeParameter(name, itemIndex, '');
		return textOfDate(value) === '' ? null : parseTimestamp(value, displayName);
	});
}

/** @throws ConfigurationError for what is empty, or has no time zone. */
export function parseTimestamp(value: unknown, label: string): string {
	const text = textOfDate(value);
	const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const timeMs = isWhole ? Date.parse(text.replace(' ', 'T').replace(' ', '')) : NaN;
	if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
	throw new ConfigurationError(
		text === '' ? `${label} is empty` : `${label} "${text}" is not a moment with a time zone`,
		'Use one such as 2026-01-31T12:00:00Z; an expression can end in .toISO()',
	);
}

function textOfDate(value: unknown): string {
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'object' && value !== null && 'toISO' in value) {
		// A luxon date, which $now and $today are.
		const { toISO } = value;
		return typeof toISO === 'function' ? String(toISO.call(value)) : '';
	}
	return typeof value === 'string' ? value.trim() : '';
}
