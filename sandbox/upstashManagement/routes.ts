import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../kernel/platform';
import type { UpstashAccount } from './account';
import type { Backup, RedisDatabase } from './database';
import {
	presentBackup,
	presentCredentials,
	presentDatabase,
	readRegionsOf,
	requirePrimaryRegion,
} from './database';
import { answerText, flagAt, jsonBody, requiredText, upstashError } from './respond';
import { presentStats } from './stats';

const plans = [
	'free', 'payg', 'fixed_250mb', 'fixed_1gb', 'fixed_5gb', 'fixed_10gb', 'fixed_50gb', 'fixed_100gb', 'fixed_500gb',
];

function createDatabase(account: UpstashAccount, request: SandboxRequest): RedisDatabase {
	const body = jsonBody(request);
	const name = requiredText(body, 'database_name');
	const platform = requiredText(body, 'platform');
	if (platform !== 'aws' && platform !== 'gcp') throw upstashError(400, 'platform must be aws or gcp');
	const primaryRegion = requirePrimaryRegion(platform, requiredText(body, 'primary_region'));
	const plan = body['plan'] ?? 'payg';
	if (typeof plan !== 'string' || !plans.includes(plan)) throw upstashError(400, 'invalid plan');
	const budget = body['budget'] ?? 20;
	if (typeof budget !== 'number' || budget < 0) throw upstashError(400, 'invalid budget');
	return account.add({
		name,
		platform,
		primaryRegion,
		readRegions: readRegionsOf(body['read_regions'] ?? [], primaryRegion),
		plan: plan === 'free' || plan === 'payg' ? plan : 'paid',
		budget,
		eviction: flagAt(body, 'eviction') ?? false,
	});
}

function backupOf(database: RedisDatabase, id: string): Backup {
	const backup = database.backups.get(id);
	if (!backup) throw upstashError(404, 'backup not found');
	return backup;
}

/** `authorize` raises 401. */
export function managementRoutes(
	account: () => UpstashAccount,
	authorize: (request: SandboxRequest) => void,
): SandboxRoute[] {
	const route = (method: string, pattern: string, handle: SandboxHandler): SandboxRoute => ({
		method,
		pattern: `/v2/redis${pattern}`,
		handle: (request) => {
			authorize(request);
			return handle(request);
		},
	});
	const databaseOf = ({ params }: SandboxRequest): RedisDatabase =>
		account().database(params['id'] ?? '');
	const change = (
		method: string,
		pattern: string,
		apply: (database: RedisDatabase, request: SandboxRequest) => void,
	): SandboxRoute =>
		route(method, pattern, (request) => {
			apply(account().changeable(request.params['id'] ?? ''), request);
			return answerText('OK');
		});
	return [
		route('GET', '/databases', () => ({
			status: 200,
			body: [...account().databases.values()].map(presentDatabase),
		})),
		route('POST', '/database', (request) => {
			const database = createDatabase(account(), request);
			return { status: 200, body: { ...presentDatabase(database), ...presentCredentials(database) } };
		}),
		route('GET', '/database/:id', (request) => {
			const database = databaseOf(request);
			const isHidden = request.query.get('credentials') === 'hide';
			return {
				status: 200,
				body: { ...presentDatabase(database), ...(!isHidden && presentCredentials(database)) },
			};
		}),
		change('DELETE', '/database/:id', (database) => account().databases.delete(database.id)),
		change('POST', '/update-regions/:id', (database, request) => {
			const regions = readRegionsOf(jsonBody(request)['read_regions'], database.primaryRegion);
			account().setReadRegions(database, regions);
		}),
		change('POST', '/enable-eviction/:id', (database) => {
			database.eviction = true;
		}),
		change('POST', '/disable-eviction/:id', (database) => {
			database.eviction = false;
		}),
		route('POST', '/reset-password/:id', (request) => {
			const database = account().changeable(request.params['id'] ?? '');
			account().resetPassword(database);
			return { status: 200, body: { ...presentDatabase(database), ...presentCredentials(database) } };
		}),
		route('GET', '/stats/:id', (request) => ({
			status: 200,
			body: presentStats(databaseOf(request), account().now()),
		})),
		route('GET', '/list-backup/:id', (request) => {
			const database = databaseOf(request);
			const backups = [...database.backups.values()];
			return { status: 200, body: backups.map((backup) => presentBackup(database, backup)) };
		}),
		change('POST', '/create-backup/:id', (database, request) => {
			account().backup(database, requiredText(jsonBody(request), 'name'));
		}),
		change('POST', '/restore-backup/:id', (database, request) => {
			const backup = backupOf(database, requiredText(jsonBody(request), 'backup_id'));
			account().restore(database, backup);
		}),
		change('DELETE', '/delete-backup/:id/:backupId', (database, request) => {
			database.backups.delete(backupOf(database, request.params['backupId'] ?? '').id);
		}),
	];
}
