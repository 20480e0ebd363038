import { type Field, field, option } from '../../shared/fields/fields';
import { textParameter } from '../../shared/fields/parameters';

/** On Timeout, for operations that wait; shown only where `show` says so. Read as whether a deploy is cancelled whose end was not seen. */
export function onTimeoutField(
	byDefault: 'cancel' | 'leave',
	show?: { readonly [name: string]: boolean[] },
): Field<boolean> {
	return field(
		{
			displayName: 'On Timeout',
			name: 'onTimeout',
			type: 'options',
			options: [
				option('Cancel the Deploy', 'cancel'),
				option('Leave It Running', 'leave', 'It may still go live, with nobody looking'),
			],
			default: byDefault,
			description:
				'What to do with a deploy whose end was not seen: the time is up, the execution was stopped, or Netlify cannot be asked any more',
			...(show && { displayOptions: { show } }),
		},
		(context) => textParameter(context, 'onTimeout') === 'cancel',
	);
}
