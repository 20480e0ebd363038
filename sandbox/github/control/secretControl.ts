import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { namedRepository } from './namedRepository';

/**
 * `GET /_sandbox/github/secrets/:owner/:repo`: for a test that opens a sealed box as GitHub would. The key is
 * the sandbox's own, worth nothing elsewhere.
 */
export function showSecrets(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const record = namedRepository(context, {
		repository: `${request.params['owner']}/${request.params['repo']}`,
	});
	const key = context.world.secretKeyOf(record);
	return {
		status: 200,
		body: {
			keyId: key.keyId,
			privateKey: key.privateKey.export({ format: 'pem', type: 'pkcs8' }),
			encryptedValues: Object.fromEntries(
				[...record.secrets.values()].map(({ name, encryptedValue }) => [name, encryptedValue]),
			),
		},
	};
}
