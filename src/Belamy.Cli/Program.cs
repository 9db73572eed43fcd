System.Console.WriteLine("belamy");
