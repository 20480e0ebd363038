import type { GitHubContext } from '../context';
import type { RepositoryRecord, WorkflowRecord } from '../model';

const FOLDER = '.github/workflows/';
/** What a repository without any workflow file is given, so that there is one to run. */
const FALLBACK_PATH = `${FOLDER}deploy.yml`;

/** The repository's workflows: its files under `.github/workflows`, or one that deploys. */
export function workflowsOf(context: GitHubContext, record: RepositoryRecord): WorkflowRecord[] {
	const { defaultBranch } = context.services.repositories;
	const files = context.git.branchHead(record, defaultBranch)?.files ?? {};
	const paths = Object.keys(files).filter((path) => path.startsWith(FOLDER) && /\.ya?ml$/.test(path));
	for (const path of paths.length > 0 ? paths : [FALLBACK_PATH]) {
		if (record.workflows.some((workflow) => workflow.path === path)) continue;
		const declared = /^name:\s*["']?(.+?)["']?\s*$/m.exec(files[path] ?? '')?.[1];
		record.workflows.push({
			id: context.services.ids.integer(),
			path,
			name: declared ?? path.slice(FOLDER.length).replace(/\.ya?ml$/, ''),
		});
	}
	return record.workflows;
}

/** A workflow by its number or its file name. */
export function findWorkflow(
	context: GitHubContext,
	record: RepositoryRecord,
	identifier: string,
): WorkflowRecord | undefined {
	return workflowsOf(context, record).find(
		(workflow) =>
			String(workflow.id) === identifier || workflow.path === identifier || workflow.path === `${FOLDER}${identifier}`,
	);
}
