import { actionsDeployers, type ActionsDeployer } from '../../../deployment/catalog/secondDeployers';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { listFolder, readText } from '../contents';
import type { Repository } from '../repositories';

/** What deploys in a workflow file, and on which branch the file is that way. */
export interface FileDeployer extends ActionsDeployer {
	readonly branch: string;
	readonly file: string;
}

const folder = '.github/workflows';
const concurrency = 4;

/** What the workflows of these branches deploy. A file that several branches have alike is told once. */
export async function readDeployers(
	client: PlatformClient,
	repository: Repository,
	branches: readonly string[],
): Promise<FileDeployer[]> {
	const files = new Map<string, { readonly branch: string; readonly file: string }>();
	for (const branch of branches) {
		for (const { type, path, sha } of await listFolder(client, repository, folder, branch)) {
			const isWorkflow = type === 'file' && /\.ya?ml$/.test(path);
			if (isWorkflow && !files.has(`${path} ${sha}`)) files.set(`${path} ${sha}`, { branch, file: path });
		}
	}
	const found = await mapConcurrently([...files.values()], concurrency, async ({ branch, file }) =>
		actionsDeployers(await readText(client, repository, file, branch)).map((deployer) => ({
			...deployer,
			branch,
			file,
		})),
	);
	return found.flat();
}
