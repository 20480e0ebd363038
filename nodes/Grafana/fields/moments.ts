import { type Field, field, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** A moment as ISO 8601 or milliseconds; read as milliseconds, null where it is empty. */
export function momentField(displayName: string, name: string, description: string): Field<number | null> {
	const text = textField(displayName, name, { placeholder: '2026-11-27T06:00:00Z', description });
	return field(text, (context) => {
		const entered = text.read(context);
		if (entered === '') return null;
		const ms = /^\d{11,}$/.test(entered) ? Number(entered) : Date.parse(entered);
		if (!Number.isNaN(ms)) return ms;
		throw new ConfigurationError(
			`${displayName} is not a time: "${entered}"`,
			'Give it as 2026-11-27T06:00:00Z, or in milliseconds since 1970',
		);
	});
}
