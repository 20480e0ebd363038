import { REGION } from '../account';
import type { DumpStore } from '../ecs/lifecycle/backupProgram';
import { S3Error } from './protocol/s3Error';
import type { Bucket } from './model/model';
import type { BucketStore } from './world';

const refused = 15;
const inAnotherRegion = 16;
const noDump = 20;

/** S3 as the backup task's role reaches it, from the region that the task runs in. */
export function dumpStore(buckets: BucketStore): DumpStore {
	return {
		put({ bucket: name, key }, bytes, sha256) {
			const bucket = find(buckets, name);
			if (typeof bucket === 'number') return bucket;
			const value = Buffer.from(sha256, 'hex').toString('base64');
			buckets.put(bucket, key, bytes, { checksum: { algorithm: 'SHA256', type: 'FULL_OBJECT', value } });
			return 0;
		},
		get({ bucket: name, key }) {
			const bucket = find(buckets, name);
			if (typeof bucket === 'number') return bucket;
			try {
				return buckets.read(bucket, key, undefined).bytes;
			} catch (error) {
				if (error instanceof S3Error) return noDump;
				throw error;
			}
		},
	};
}

function find(buckets: BucketStore, name: string): Bucket | number {
	const bucket = buckets.buckets.get(name);
	if (!bucket) return refused;
	return bucket.region === REGION ? bucket : inAnotherRegion;
}
