import type { IDataObject } from 'n8n-workflow';

import { type DeploymentRecord, readRecord } from '../../deployment/ledger/record';
import { isRecord } from '../../deployment/values/jsonFields';
import { field, type Field, jsonField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** The deployment that an operation is about: the incoming item, unless an expression says otherwise. */
export function deploymentField(description: string): Field<IDataObject> {
	const json = jsonField('Deployment', 'deployment', '={{ $json }}', { required: true, description });
	return field(json, (context) => {
		const value = json.read(context);
		if (isRecord(value)) return value as IDataObject;
		throw new ConfigurationError('Deployment is not an object', 'Hand over the incoming item: {{ $json }}');
	});
}

/** The record in it. @throws ConfigurationError when there is none. */
export function recordIn(item: IDataObject): DeploymentRecord {
	const record = readRecord(item);
	if (record) return record;
	throw new ConfigurationError(
		'Deployment holds no record of a deployment',
		'Hand over what Service Deployment: Begin gave, with what the steps after it added',
	);
}
