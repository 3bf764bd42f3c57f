/**
 * What a caller must be allowed with the customer managed key of AWS KMS by which a service encrypts, for each action on what is encrypted.
 * An upload in parts to Amazon S3 needs `kms:Decrypt` as well, which no single request tells.
 *
 * Amazon S3 User Guide: "Using server-side encryption with AWS KMS keys (SSE-KMS)"; Amazon SQS Developer Guide: "Key management",
 * "Configuring AWS KMS permissions"; Amazon SNS Developer Guide: "Managing Amazon SNS encryption keys and costs"; AWS Secrets Manager User
 * Guide: "Secret encryption and decryption"; AWS Systems Manager User Guide: "AWS KMS encryption for Parameter Store SecureString
 * parameters".
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export const KEY_ACTIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  "s3:GetObject": ["kms:Decrypt"],
  "s3:PutObject": ["kms:GenerateDataKey"],
  "sqs:SendMessage": ["kms:GenerateDataKey", "kms:Decrypt"],
  "sqs:ReceiveMessage": ["kms:Decrypt"],
  "sns:Publish": ["kms:GenerateDataKey", "kms:Decrypt"],
  "secretsmanager:GetSecretValue": ["kms:Decrypt"],
  "ssm:GetParameter": ["kms:Decrypt"],
  "ssm:GetParameters": ["kms:Decrypt"],
};

/** Keys that AWS manages: their policies let whoever may use the service of the account use them through it. */
export const AWS_MANAGED_KEY = /^(?:arn:[^:]+:kms:[^:]*:[^:]*:)?alias\/aws\//;
