import type { SecretStore } from './world';

export const BACKUP_SECRET = 'candlefish/production/slipway-backup';

/** Neon's key in the sandbox, which is its own room's: what the secret holds is checked there. */
const NEON_TASK_KEY = 'sandbox-neon-token';

/** The seed world's secrets: values that are obviously made up. */
export function seedSecrets(store: SecretStore): void {
	const paintbox = store.create('candlefish/production/paintbox-api');
	paintbox.description = 'Settings of the Paintbox API';
	paintbox.tags = [
		{ Key: 'environment', Value: 'production' },
		{ Key: 'service', Value: 'paintbox-api' },
	];
	const settings = { DATABASE_URL: 'postgres://sandbox:sandbox-database-password@db.invalid/paintbox' };
	store.addVersion(
		paintbox,
		{ text: JSON.stringify({ ...settings, SESSION_KEY: 'sandbox-session-key-1' }) },
		undefined,
	);
	store.addVersion(
		paintbox,
		{ text: JSON.stringify({ ...settings, SESSION_KEY: 'sandbox-session-key-2' }) },
		undefined,
	);
	// What previews run with: nothing of production's, and no database, since each has a branch of its own.
	const previews = store.create('candlefish/preview/paintbox-api');
	previews.description = 'Settings of the Paintbox API in previews';
	previews.tags = [
		{ Key: 'environment', Value: 'preview' },
		{ Key: 'service', Value: 'paintbox-api' },
	];
	store.addVersion(previews, { text: JSON.stringify({ SESSION_KEY: 'sandbox-preview-session-key' }) }, undefined);
	const workers = store.create('candlefish/production/nanda-workers');
	workers.description = 'Settings of the NANDA workers';
	workers.tags = [
		{ Key: 'environment', Value: 'production' },
		{ Key: 'service', Value: 'nanda-workers' },
	];
	store.addVersion(
		workers,
		{ text: JSON.stringify({ QUEUE_TOKEN: 'sandbox-queue-token', MODEL_KEY: 'sandbox-model-key' }) },
		undefined,
	);
	// What a backup task asks Neon with for the address of the copy that it works on.
	const backups = store.create(BACKUP_SECRET);
	backups.description = 'The Neon key of the backup task';
	store.addVersion(backups, { text: JSON.stringify({ NEON_API_KEY: NEON_TASK_KEY }) }, undefined);
	const keystore = store.create('candlefish/production/signing-keystore');
	keystore.description = 'A binary secret';
	store.addVersion(
		keystore,
		{ base64: Buffer.from('sandbox-keystore\u0000\u0001\u0002').toString('base64') },
		undefined,
	);
	const license = store.create('candlefish/production/license');
	license.description = 'A plain text secret';
	store.addVersion(license, { text: 'sandbox-license-text' }, undefined);
}
