import { resources } from '../../../nodes/AwsSecretsManager/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
