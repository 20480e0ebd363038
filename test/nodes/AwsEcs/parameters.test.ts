import { resources } from '../../../nodes/AwsEcs/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
