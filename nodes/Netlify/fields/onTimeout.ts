import { choiceField, type Field, option } from '../../shared/fields/fields';

type OnTimeout = 'cancel' | 'leave';

/** On Timeout, for operations that wait; shown only where `show` says so. */
export function onTimeoutField(initial: OnTimeout, show?: { readonly [name: string]: boolean[] }): Field<OnTimeout> {
	return choiceField(
		'On Timeout',
		'onTimeout',
		[
			option('Cancel the Deploy', 'cancel'),
			option('Leave It Running', 'leave', 'It may still go live, with nobody looking'),
		],
		{
			initial,
			description:
				'What to do with a deploy whose end was not seen: the time is up, the execution was stopped, or Netlify cannot be asked any more',
			...(show && { displayOptions: { show } }),
		},
	);
}
