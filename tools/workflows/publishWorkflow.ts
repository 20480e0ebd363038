import type { PublicApi } from '../n8n/publicApi';
import { N8nApiError, type RemoteWorkflow } from '../n8n/publicApiShapes';
import type { ConfirmPublication } from './publication';

/** `kept` when the latest version was published already. */
export type Publication = 'published' | 'kept' | 'blocked';

/** Publishes a workflow's latest version. Why it could not be goes into `problems`; raises when n8n does not answer. */
export async function publishWorkflow(
	api: PublicApi,
	confirm: ConfirmPublication,
	latest: RemoteWorkflow,
	problems: string[],
): Promise<Publication> {
	if (problems.length > 0) return 'blocked';
	if (latest.active && latest.activeVersionId !== undefined && latest.activeVersionId === latest.versionId) {
		return 'kept';
	}
	try {
		await api.publishWorkflow(latest.id);
		const problem = await confirm(latest.id);
		if (problem === undefined) return 'published';
		problems.push(problem);
		return 'blocked';
	} catch (error) {
		// A refusal concerns this workflow alone and belongs in the report; no answer concerns all.
		if (!(error instanceof N8nApiError) || error.status === undefined || error.status === 401) throw error;
		problems.push(`not published: ${error.message}`);
		return 'blocked';
	}
}
