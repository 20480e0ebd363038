import type { RepositoryCommit } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import type { RepositoryRecord, WorkflowRecord } from '../model';

const FOLDER = '.github/workflows/';
/** What a repository without any workflow file is given, so that there is one to run. */
const FALLBACK_PATH = `${FOLDER}deploy.yml`;

/** The repository's workflows: its files under `.github/workflows` on the default branch, or one that deploys. */
export function workflowsOf(context: GitHubContext, record: RepositoryRecord): WorkflowRecord[] {
	const head = context.git.branchHead(record, context.services.repositories.defaultBranch);
	const paths = head ? workflowFiles(head) : [];
	// One that another branch brought is known as well.
	const isNone = paths.length === 0 && record.workflows.length === 0;
	for (const path of isNone ? [FALLBACK_PATH] : paths) workflowOfFile(context, record, path, head?.files[path] ?? '');
	return record.workflows;
}

/** Paths of a commit's workflow files. */
export function workflowFiles({ files }: RepositoryCommit): string[] {
	return Object.keys(files).filter((path) => path.startsWith(FOLDER) && /\.ya?ml$/.test(path));
}

/** The workflow that a file makes: GitHub knows it from the first time that it is seen. */
export function workflowOfFile(
	context: GitHubContext,
	record: RepositoryRecord,
	path: string,
	text: string,
): WorkflowRecord {
	const known = record.workflows.find((workflow) => workflow.path === path);
	if (known) return known;
	const declared = /^name:\s*["']?(.+?)["']?\s*$/m.exec(text)?.[1];
	const workflow: WorkflowRecord = {
		id: context.services.ids.integer(),
		path,
		name: declared ?? path.slice(FOLDER.length).replace(/\.ya?ml$/, ''),
	};
	record.workflows.push(workflow);
	return workflow;
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
