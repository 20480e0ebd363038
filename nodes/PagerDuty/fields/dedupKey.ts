import { requiredTextField } from '../../shared/fields/fields';

export const dedupKeyField = requiredTextField('Deduplication Key', 'dedupKey', {
	placeholder: 'slipway/paintbox/production',
	description: 'The same key always means the same alert: it opens once and is resolved by this key',
});
