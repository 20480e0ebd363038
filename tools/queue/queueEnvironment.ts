import type { QueuePostgres } from './postgres';
import type { QueueRedis } from './redis';

/** What every process of n8n is told in queue mode. docs/scale.md says what each is for. */
export function queueEnvironment(queue: {
	readonly redis: Pick<QueueRedis, 'port' | 'password'>;
	readonly postgres: Pick<QueuePostgres, 'port' | 'user' | 'password' | 'database'>;
	readonly encryptionKey: string;
	readonly editorOrigin: string;
	readonly webhookOrigin: string;
}): Record<string, string> {
	const { redis, postgres } = queue;
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: queue.encryptionKey,
		N8N_EDITOR_BASE_URL: `${queue.editorOrigin}/`,
		WEBHOOK_URL: `${queue.webhookOrigin}/`,
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		// A worker that died is missed after a minute instead of two.
		QUEUE_WORKER_LOCK_DURATION: '15000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
}
