import type { Resource } from '../../../shared/operation/operation';
import { begin } from './begin.operation';
import { conclude } from './conclude.operation';
import { preparePage } from './preparePage.operation';
import { recover } from './recover.operation';
import { settlePage } from './settlePage.operation';
import { watchList } from './watchList.operation';

export const serviceRelease: Resource = {
	value: 'serviceRelease',
	name: 'Service Release',
	description: "One push and all that it deploys, as the ledger has it; not GitHub's own releases",
	operations: [begin, conclude, preparePage, recover, settlePage, watchList],
};
