import type { IDataObject } from 'n8n-workflow';

import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { OperationContext } from '../../../shared/operation/operation';
import type { NetlifyDeploy } from '../../api/types';
import { type DeployFacts, deploymentJson } from '../../output/deploymentJson';

/** The output of an operation that did not wait: nothing is verified yet. */
export function unverifiedJson(context: OperationContext, deploy: NetlifyDeploy, facts: DeployFacts): IDataObject {
	return deploymentJson(deploy, facts, { verified: false, raw: !simplifyProperty.read(context) });
}
