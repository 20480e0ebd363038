import type { GitHubContext } from '../../context';
import { isJsonObject } from '../../http/requestBody';
import { TOKEN_LOGIN } from '../../world/accounts';
import type { JsonObject, RepositoryRecord } from '../../model';
import { eventPayload } from './eventPayload';

export interface PublishedImage {
	readonly name: string;
	readonly tag: string;
	/** `sha256:...` */
	readonly digest: string;
}

/**
 * The `registry_package` event of a container image. GitHub's examples hold its twin `package`, which names the
 * same object `package`.
 */
export function registryPackagePayload(
	context: GitHubContext,
	record: RepositoryRecord,
	image: PublishedImage,
): JsonObject {
	const { package: published, ...rest } = eventPayload(context, record, 'package', TOKEN_LOGIN, {
		action: 'published',
		package: {
			name: image.name,
			namespace: record.owner,
			package_type: 'CONTAINER',
			ecosystem: 'CONTAINER',
			package_version: { version: image.digest, name: image.digest },
		},
	});
	if (!isJsonObject(published)) throw new Error('The example of "package" has no package');
	const version = published['package_version'];
	return {
		...rest,
		registry_package: {
			...published,
			package_version: {
				...(isJsonObject(version) ? version : {}),
				package_url: `ghcr.io/${record.owner}/${image.name}:${image.tag}`,
				container_metadata: { tag: { name: image.tag, digest: image.digest } },
			},
		},
	};
}
