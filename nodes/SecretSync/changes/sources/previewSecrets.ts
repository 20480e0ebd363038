import type { SecretsManager } from '../../../AwsSecretsManager/api/types';
import { findBranch } from '../../../Neon/api/findBranch';
import { inProject } from '../../../Neon/api/projectClient';
import { findProject } from '../../../Neon/api/projects';
import { AwsRequestError } from '../../../shared/aws/awsRequestError';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { whyAnotherEnvironment } from '../../state/secretEnvironment';
import type { NeonConnectionChoice, PreviewChoice } from '../../state/sourceChoices';
import { readAwsSecret } from './awsSecret';
import { readNeonConnection } from './neonConnection';
import type { SourceReading } from './source';

/** The platforms that hold what a preview is given; only those that are needed are asked for. */
export interface PreviewPlatforms {
	readonly aws: () => Promise<SecretsManager>;
	readonly neon: () => PlatformClient;
}

/**
 * What a preview is given: the secret of its environment, and the addresses of its own database, which take the
 * place of keys of that name. Never production's.
 *
 * @throws OperationFailure for a secret that is not of that environment, and for a branch that is guarded.
 */
export async function readPreviewSecrets(platforms: PreviewPlatforms, choice: PreviewChoice): Promise<SourceReading> {
	const secret = choice.secret === '' ? null : await readSecret(await platforms.aws(), choice);
	const database = choice.database && (await readDatabase(platforms.neon(), choice.database));
	const parts = [secret, database].filter((part) => part !== null);
	return {
		name: parts.map(({ name }) => name).join(' and ') || 'the preview',
		identity: `preview ${parts.map(({ identity }) => identity).join(' ')}`,
		values: new Map(parts.flatMap(({ values }) => [...values])),
		summary: {
			platform: 'preview',
			secret: secret?.summary.name ?? null,
			version: secret?.summary.version ?? null,
			project: database?.summary.project ?? null,
			branch: database?.summary.branch ?? null,
		},
		isRemembered: false,
		mayBeEmpty: parts.length === 0,
		warnings:
			choice.secret === '' || secret ? [] : [`There is no secret ${choice.secret}: the preview gets none of it`],
	};
}

/** Null for one that is not there, where that is fine. */
async function readSecret(aws: SecretsManager, choice: PreviewChoice): Promise<SourceReading | null> {
	const { secret, environment, secretMayBeMissing } = choice;
	requireEnvironment(secret, environment);
	const read = await attempt(readAwsSecret(aws, secret, ''));
	if (!read.ok) {
		const isMissing = read.error instanceof AwsRequestError && read.error.code === 'ResourceNotFoundException';
		if (isMissing && secretMayBeMissing) return null;
		throw read.error;
	}
	// By the name that AWS gives: an ARN that was entered may end in anything.
	requireEnvironment(String(read.value.summary.name), environment);
	return read.value;
}

function requireEnvironment(secret: string, environment: string): void {
	const why = whyAnotherEnvironment(secret, environment);
	if (why === null) return;
	throw new OperationFailure(
		`Secret ${secret} was not given to a preview: ${why}`,
		`Nothing was written. Keep what previews may have in a secret of its own, such as ${environment}/paintbox-api`,
	);
}

async function readDatabase(neon: PlatformClient, choice: NeonConnectionChoice): Promise<SourceReading> {
	const project = await findProject(neon, choice.project);
	const branch = await findBranch(inProject(neon, project), choice.branch);
	return await readNeonConnection(neon, { ...choice, project: project.id, branch: branch.id });
}
