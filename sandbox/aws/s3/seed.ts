import type { BucketStore } from './world';

export const BACKUP_BUCKET = 'candlefish-backups';

/** A bucket for backups that cannot be deleted, one without versions, and one in another region. */
export function seedBuckets(store: BucketStore): void {
	store.create(BACKUP_BUCKET, { hasObjectLock: true });
	const assets = store.create('candlefish-assets', {
		rules: [{ id: 'temporary files', prefix: 'tmp/', expireAfterDays: 7 }],
	});
	store.put(assets, 'logo.txt', Buffer.from('candlefish\n'), {
		settings: { headers: { 'content-type': 'text/plain' } },
	});
	store.create('candlefish-archive-eu', { region: 'eu-west-1', isVersioned: true });
}
