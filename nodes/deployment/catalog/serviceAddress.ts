import type { CatalogIssue, CatalogRow } from './catalogRow';

/** These tell where a service answers, so that a path below it is enough. */
const platformsWithAddress: readonly string[] = ['netlify', 'fly'];

/**
 * What is missing in `health_url` and `version_url` of a row whose platform gives a service no address: without it
 * nobody could tell whether a deployment is well, and a good one would be rolled back.
 */
export function addressIssues(row: CatalogRow): CatalogIssue[] {
	const { rowNumber, service, environment, platform, healthUrl, versionUrl } = row;
	if (platform === '' || platformsWithAddress.includes(platform)) return [];
	const issue = (field: string, message: string, advice: string): CatalogIssue => ({
		row: rowNumber,
		service,
		environment,
		field,
		message,
		advice,
	});
	const issues = [
		{ field: 'health_url', address: healthUrl },
		{ field: 'version_url', address: versionUrl },
	]
		.filter(({ address }) => address.startsWith('/'))
		.map(({ field, address }) =>
			issue(
				field,
				`"${address}" is only a path, and ${platform} gives a service no address`,
				`Enter the whole address, such as https://api.example.com${address}`,
			),
		);
	if (healthUrl === '' && versionUrl !== '') {
		return [
			...issues,
			issue(
				'health_url',
				`${platform} gives a service no address, and the row has one only in version_url`,
				'Enter the address that answers when the service is well; it may be the same one. Leave both empty for a worker without an address',
			),
		];
	}
	return issues;
}
