// In place of `agora-rtc-sdk-ng`, which agora-rtm-sdk requires for its stream channels. Messages to users need none (README.md).
export {};
