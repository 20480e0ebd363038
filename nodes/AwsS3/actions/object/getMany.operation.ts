import type { IDataObject } from 'n8n-workflow';

import { listByToken } from '../../../shared/aws/paginate';
import { switchField, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { s3Client } from '../../api/client';
import { objectPage } from '../../api/lists';
import { bucketField } from '../../fields/locators';
import { folderJson, listedJson } from '../../output/objectJson';

const prefixField = textField('Prefix', 'prefix', {
	placeholder: 'databases/paintbox/',
	description: 'Only objects whose keys begin with it',
});

const foldersField = switchField(
	'Folders',
	'folders',
	'Whether to stop at the next slash after the prefix, and list what lies behind it as one folder',
);

const newestField = switchField(
	'Newest First',
	'newestFirst',
	'Whether to list what was written last first, instead of by key. All keys below the prefix are read for that.',
);

/** As many as one page holds. */
const pageSize = 1000;

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many objects',
	description: 'List the objects of a bucket by prefix: their keys, sizes and times',
	properties: [bucketField, prefixField, ...listProperties, foldersField, newestField],
	async execute(context) {
		const bucket = bucketField.read(context);
		const prefix = prefixField.read(context);
		const limit = limitParameter(context);
		const isNewestFirst = newestField.read(context);
		const hasFolders = foldersField.read(context);
		const s3 = await s3Client(context);
		const wanted = isNewestFirst ? Infinity : limit;
		const found = await listByToken<IDataObject>('objects', wanted, async (token) => {
			const page = await objectPage(s3, {
				Bucket: bucket,
				MaxKeys: Math.min(pageSize, wanted),
				...(prefix !== '' && { Prefix: prefix }),
				...(hasFolders && { Delimiter: '/' }),
				...(token !== undefined && { ContinuationToken: token }),
			});
			const objects = page.objects.map((object) => listedJson(bucket, object));
			return {
				elements: [...objects, ...page.folders.map((folder) => folderJson(bucket, folder))],
				nextToken: page.nextToken,
			};
		});
		if (!isNewestFirst) return found;
		return found
			.sort((left, right) => String(right.lastModifiedAt ?? '').localeCompare(String(left.lastModifiedAt ?? '')))
			.slice(0, limit);
	},
};
