import type { IDataObject } from 'n8n-workflow';

import type { SecretVersion } from '../api/types';
import type { Digest } from '../state/digest';

/** What may be seen of a version: keys and digests, never a value. */
export function versionJson(
	{ arn, name, versionId, stages, createdAt, value }: SecretVersion,
	digest: Digest,
): IDataObject {
	return {
		name,
		arn,
		versionId,
		stages: [...stages],
		createdAt,
		kind: value.kind,
		...(value.kind === 'keys'
			? {
					keys: [...value.members.keys()],
					digests: Object.fromEntries([...value.members].map(([key, { text }]) => [key, digest(arn, key, text)])),
				}
			: { digest: digest(arn, '', value.kind === 'text' ? value.text : value.bytes) }),
	};
}
