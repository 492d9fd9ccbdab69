Console.WriteLine("reelway 0.1.0");
