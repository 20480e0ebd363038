import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker } from '../../shared/fields/pickers';
import { s3ClientForPicker } from '../api/client';
import { bucketPage, objectPage } from '../api/lists';

/** Buckets of all regions whose names begin with what is typed. */
export async function searchBuckets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const s3 = await s3ClientForPicker(this);
	const { buckets, nextToken } = await bucketPage(s3, filter?.trim() ?? '', paginationToken);
	return {
		results: buckets.map(({ Name = '', BucketRegion: region }) => ({
			name: region === undefined || region === s3.region ? Name : `${Name} (${region})`,
			value: Name,
		})),
		...(nextToken !== undefined && { paginationToken: nextToken }),
	};
}

/** Objects of the chosen bucket whose keys begin with what is typed. */
export async function searchObjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	// Copy asks for the bucket that it copies from.
	const bucket = chosenInPicker(this, 'bucket');
	if (bucket === null) return { results: [] };
	const prefix = filter?.trim() ?? '';
	const { objects, nextToken } = await objectPage(await s3ClientForPicker(this), {
		Bucket: bucket,
		MaxKeys: 100,
		...(prefix !== '' && { Prefix: prefix }),
		...(paginationToken && { ContinuationToken: paginationToken }),
	});
	return {
		results: objects.map(({ Key = '' }) => ({ name: Key, value: Key })),
		...(nextToken !== undefined && { paginationToken: nextToken }),
	};
}
