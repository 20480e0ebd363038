export { createUpstashManagementPlatform } from './management/managementPlatform';
export { createUpstashPlatform } from './redis/redisPlatform';
export {
	sandboxUpstashEmail,
	sandboxUpstashManagementKey,
	sandboxUpstashReadOnlyManagementKey,
	sandboxUpstashReadOnlyToken,
	sandboxUpstashToken,
	seedDatabaseId,
} from './seed';
