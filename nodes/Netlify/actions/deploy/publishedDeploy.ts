import { OperationFailure } from '../../../shared/operation/errors';
import { type NetlifyDeploy, type NetlifySite, siteName } from '../../api/types';

/** What the site serves now. @throws OperationFailure when it serves nothing. */
export function publishedDeploy(site: NetlifySite): NetlifyDeploy {
	if (site.published_deploy) return site.published_deploy;
	throw new OperationFailure(
		`Site ${siteName(site)} serves no deploy yet`,
		'Deploy it first, or choose one of its deploys',
	);
}
