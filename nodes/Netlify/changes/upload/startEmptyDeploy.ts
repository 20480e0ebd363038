import type { PlatformClient } from '../../../shared/http/platformClient';
import type { NetlifySite } from '../../api/types';
import { createDeploy } from '../../api/uploads';
import { markedTitle, startDeployOnce } from '../startDeployOnce';

/** An empty deploy, which takes its files afterwards: so a lost answer leaves at most an empty one. @returns its id. */
export async function startEmptyDeploy(
	client: PlatformClient,
	site: NetlifySite,
	kind: { readonly title: string; readonly draft: boolean; readonly branch: string },
): Promise<string> {
	const { title, mark } = markedTitle(kind.title);
	return await startDeployOnce(client, site, mark, async () => {
		const { id } = await createDeploy(client, site.id, title, kind);
		return id || undefined;
	});
}
