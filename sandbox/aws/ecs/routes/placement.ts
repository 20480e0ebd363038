import { invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { readObject, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { TaskDefinition } from '../model/model';

/** Where RunTask and CreateService may put tasks: on Fargate only, in a network. Raises InvalidParameterException. */
export function checkPlacement(input: JsonObject, taskDefinition: TaskDefinition): void {
	const launchType = readText(input, 'launchType');
	if (launchType !== undefined && readObjects(input, 'capacityProviderStrategy').length > 0) {
		throw invalidParameter('Specify either Launch Type or Capacity Provider Strategy, but not both.');
	}
	if (launchType === 'EC2' || launchType === 'EXTERNAL') {
		throw invalidParameter('No Container Instances were found in your cluster.');
	}
	if (launchType !== undefined && launchType !== 'FARGATE') {
		throw invalidParameter('launch type should be one of [EC2,FARGATE,EXTERNAL]');
	}
	const network = readObject(readObject(input, 'networkConfiguration'), 'awsvpcConfiguration');
	if (taskDefinition.fields['networkMode'] === 'awsvpc' && readTexts(network, 'subnets').length === 0) {
		throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
	}
}
