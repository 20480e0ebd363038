import type { INodeProperties } from 'n8n-workflow';

import { selectionProperties } from '../../fields/selection';
import { sourceField } from '../../fields/sourceField';
import { awsSecretProperties } from '../../fields/sources/awsSecret';
import { neonConnectionProperties } from '../../fields/sources/neonConnection';
import { previewProperties } from '../../fields/sources/preview';
import { upstashProperties } from '../../fields/sources/upstash';
import { targetField } from '../../fields/targetField';
import { ecsProperties } from '../../fields/targets/ecs';
import { flyProperties } from '../../fields/targets/fly';
import { gitHubProperties } from '../../fields/targets/gitHub';
import { netlifyProperties } from '../../fields/targets/netlify';

/** The fields of Sync and of Plan alike. */
export const syncProperties: readonly INodeProperties[] = [
	sourceField,
	...awsSecretProperties,
	...previewProperties,
	...neonConnectionProperties,
	...upstashProperties,
	targetField,
	...netlifyProperties,
	...flyProperties,
	...gitHubProperties,
	...ecsProperties,
	...selectionProperties,
];
