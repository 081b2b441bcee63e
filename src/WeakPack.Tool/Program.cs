using WeakPack.Tool;

return WeakPackTool.Run(args, Console.Out, Console.Error);
