import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';

export const verifiedReleasesProperty: INodeProperties = {
	displayName: 'Verified Releases',
	name: 'verifiedReleases',
	type: 'string',
	default: '',
	placeholder: '={{ $json.verifiedVersions }}',
	description: 'Releases which are known to be good, from the ledger: their version (family:revision), commit, ID or image digest, as a list or a text with commas. When filled, only these are gone back to.',
};

/** The entries, in lower case; empty when none were given. @throws OperationFailure when one cannot be read. */
export function verifiedReleasesParameter({ functions, itemIndex }: OperationContext): string[] {
	const value: unknown = functions.getNodeParameter('verifiedReleases', itemIndex, '');
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.replace(/[[\]"]/g, '').split(/[\s,]+/)
			: [value];
	return entries.flatMap((entry) => {
		if (typeof entry !== 'string') {
			throw new OperationFailure(
				'Verified Releases holds something which is not a text',
				'Give versions such as nanda-workers:12, for example {{ $json.rows.map(row => row.version) }}',
			);
		}
		return entry.trim() === '' ? [] : [entry.trim().toLowerCase()];
	});
}
