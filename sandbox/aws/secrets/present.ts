import { createHash } from 'node:crypto';

import type { SecretPayload } from './model';
import type { SecretStore } from './world';

/** Says whether two values are the same, and not what they are. */
const digestOf = ({ text, base64 }: SecretPayload): string =>
	createHash('sha256')
		.update(text ?? base64 ?? '')
		.digest('hex')
		.slice(0, 12);

/** Names, versions, stages and short digests; never a value. */
export function describeSecrets(store: SecretStore): unknown[] {
	return store.all().map((secret) => ({
		name: secret.name,
		arn: secret.arn,
		deleted: secret.deletedAtMs !== undefined,
		tags: secret.tags,
		versions: [...secret.versions.values()].map(({ id, stages, payload }) => ({
			id,
			stages: [...stages],
			kind: payload.text === undefined ? 'binary' : 'string',
			digest: digestOf(payload),
		})),
	}));
}
