import { choiceField, option, requiredTextField } from '../../shared/fields/fields';
import { secondsField } from './numbers';

export const lockNameField = requiredTextField('Lock Name', 'lockName', {
	placeholder: 'paintbox/production',
	description:
		'What only one may work on at a time: the same name is the same lock. Keep eviction off in its database: a full one would drop locks that are held.',
});

/** At most a day: a lock that outlives its holder by more is a stuck deploy. */
export const lockTtlField = secondsField(
	'TTL (Seconds)',
	'ttlSeconds',
	900,
	{ minimum: 1, maximum: 86_400 },
	{
		description:
			'When the lock frees itself if its holder dies. Set it longer than the work may take, or renew the lock.',
	},
);

export const ifNotHeldField = choiceField(
	'If Not Held',
	'ifNotHeld',
	[
		option('Error', 'error', 'Fail, and say who holds it or when its TTL ran out'),
		option('Return', 'return', 'Return an item that says why'),
	],
	{ description: 'What to do when this owner no longer holds it' },
);
